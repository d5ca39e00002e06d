"""The files that the installation page gives are read by the programs that they are for."""

import re
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from farshore.config.described import SETTINGS
from tests.docs.reading import ROOT

PAGE = (ROOT / "docs" / "running" / "install.md").read_text("utf-8")


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    """One that nobody trusts, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "film.example")])
    day = datetime(2026, 1, 1, tzinfo=UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(day)
        .not_valid_after(day + timedelta(days=9000))
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    pem, old = serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL
    (tmp_path / "cert.pem").write_bytes(made.public_bytes(pem))
    (tmp_path / "key.pem").write_bytes(key.private_bytes(pem, old, plain))
    return tmp_path / "cert.pem", tmp_path / "key.pem"


@pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed here")
def test_nginx_reads_its_configuration(tmp_path: Path, certificate: tuple[Path, Path]) -> None:
    text = "\n".join(blocks("nginx"))
    for setting, path in zip(("ssl_certificate", "ssl_certificate_key"), certificate, strict=True):
        text = re.sub(rf"{setting} [^;]+;", f"{setting} {path};", text)
    around = f"pid {tmp_path}/pid;\nevents {{}}\nhttp {{\n{text}\n}}\n"
    (tmp_path / "nginx.conf").write_text(around)
    command = ["nginx", "-t", "-c", str(tmp_path / "nginx.conf"), "-e", str(tmp_path / "log")]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=30)
    assert ended.returncode == 0, ended.stderr


def test_no_proxy_writes_down_who_asked_or_keeps_what_was_sent() -> None:
    for server in re.findall(r"^server \{\n(.*?)^\}$", PAGE, re.MULTILINE | re.DOTALL):
        assert "access_log off;" in server and "error_log /dev/null crit;" in server
        assert "return 301" in server or "proxy_request_buffering off;" in server
    caddy = [block for block in blocks("text") if "reverse_proxy" in block]
    assert len(caddy) == 2 and all("output discard" in block for block in caddy)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not here")
def test_systemd_reads_the_service(tmp_path: Path) -> None:
    (unit,) = [block for block in blocks("ini") if "[Service]" in block]
    # Neither the user nor the program nor the disk of the page is on this machine.
    unit = re.sub(r"ExecStart=.*", "ExecStart=/bin/true", unit)
    unit = re.sub(r"(User|Group)=farshore", r"\1=root", unit)
    unit = re.sub(r"(RequiresMountsFor|WorkingDirectory|ReadWritePaths)=.*", r"\1=/", unit)
    (tmp_path / "farshore.service").write_text(unit)
    command = ["systemd-analyze", "verify", str(tmp_path / "farshore.service")]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60)
    told = [line for line in ended.stderr.splitlines() if "farshore.service" in line]
    assert told == []


def test_the_settings_of_the_page_are_settings() -> None:
    (environment,) = [b for b in blocks("sh") if b.startswith("FARSHORE_DATA=")]
    names = [line.partition("=")[0] for line in environment.splitlines()]
    assert set(names) <= SETTINGS.keys()
    assert "FARSHORE_DEMO" not in names
