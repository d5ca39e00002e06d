"""The system calls that a child gives up, as a seccomp filter: a second lock behind the first.

Numbers from the kernel's own tables (``asm/unistd_64.h``, ``asm-generic/unistd.h``). A machine
that is not listed here simply has no such filter, and ``isolation()`` says so.
"""

import platform
import struct

ALLOW, FAIL = 0x7FFF0000, 0x00050000
EPERM, ENOSYS = 1, 38
LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
NUMBER_AT, MACHINE_AT, FIRST_ARGUMENT_AT = 0, 4, 16
CLONE_THREAD = 0x00010000
X32 = 0x40000000  # the other numbering that an x86-64 kernel answers to

# Audit name of the machine, clone, clone3, and what is refused: sockets, programs, files,
# other processes, namespaces, mounts, keys, BPF, performance counters, rings.
MACHINES: dict[str, tuple[int, int, int, tuple[int, ...]]] = {
    "x86_64": (
        0xC000003E,
        56,
        435,
        (
            *(41, 42, 43, 44, 46, 49, 50, 53, 288, 307),
            *(57, 58, 59, 322),
            *(2, 85, 257, 437, 76, 82, 83, 84, 86, 87, 88, 90, 92, 133, 165, 166, 263, 264, 265),
            *(62, 101, 129, 200, 234, 297, 310, 311, 312, 424, 434, 438),
            *(155, 161, 272, 308, 428, 429, 430, 432, 442),
            *(248, 249, 250, 298, 321, 323, 425, 426, 427, 319, 29, 30),
        ),
    ),
    "aarch64": (
        0xC00000B7,
        220,
        435,
        (
            *(198, 199, 200, 201, 202, 203, 206, 211, 242, 269),
            *(221, 281),
            *(56, 437, 45, 33, 34, 35, 36, 37, 38, 39, 40, 52, 54, 276),
            *(117, 129, 130, 131, 138, 240, 270, 271, 272, 424, 434, 438),
            *(41, 51, 97, 268, 428, 429, 430, 432, 442),
            *(217, 218, 219, 241, 280, 282, 425, 426, 427, 279, 194, 196),
        ),
    ),
}


def refusing_filter() -> bytes | None:
    """Give the filter as BPF instructions for this machine, or None where it is not known."""
    known = MACHINES.get(platform.machine())
    if known is None or struct.calcsize("P") != 8:
        return None
    machine, clone, clone3, refused = known
    calls = sorted(set(refused))
    code = [
        (LOAD, 0, 0, MACHINE_AT),
        (EQUAL, 1, 0, machine),
        (RETURN, 0, 0, FAIL | EPERM),
        (LOAD, 0, 0, NUMBER_AT),
        (AT_LEAST, len(calls) + 5, 0, X32),
        (EQUAL, 0, 1, clone3),  # its flags cannot be read: the C library then falls back to clone
        (RETURN, 0, 0, FAIL | ENOSYS),
        *((EQUAL, len(calls) + 2 - at, 0, call) for at, call in enumerate(calls)),
        (EQUAL, 0, 3, clone),
        (LOAD, 0, 0, FIRST_ARGUMENT_AT),
        (ANY_BIT, 1, 0, CLONE_THREAD),  # threads yes, processes no
        (RETURN, 0, 0, FAIL | EPERM),
        (RETURN, 0, 0, ALLOW),
    ]
    return b"".join(struct.pack("=HBBI", *step) for step in code)
