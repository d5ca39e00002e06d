"""Every check there is: its page's title, why it matters, what is safe, and what to do.

`tools/generate_docs.py` writes docs/running/checks/ from this; a check cannot speak without it.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """One check, in words. `id` is E001… for an error, which stops the start, W001… else."""

    id: str
    title: str
    why: str
    do: str

    @property
    def stops(self) -> bool:
        return self.id.startswith("E")

    @property
    def page(self) -> str:
        """Its page, from the repository's root."""
        return f"docs/running/checks/{self.id}.md"


_SETTING = (
    "A setting in the environment holds a value that cannot be used. Farshore does not guess what "
    "was meant, because a wrong guess could show what should stay hidden. "
)

ENTRIES = (
    Entry(
        "E001",
        "A file that holds a secret cannot be read",
        "A setting ending in _FILE names a file whose first line is the value; the file is "
        "missing or belongs to another user.",
        "Correct the path, or give the user that runs Farshore the right to read the file.",
    ),
    Entry(
        "E002",
        "A switch is neither on nor off",
        _SETTING + "Switches know yes, no, true, false, on, off, 1 and 0.",
        "Set it to yes or no, or remove it to use the default.",
    ),
    Entry(
        "E003",
        "A number is not a number, or beyond its bounds",
        _SETTING + "docs/running/settings.md has each setting's bounds.",
        "Set it to a whole number within the bounds, or remove it to use the default.",
    ),
    Entry(
        "E004",
        "A span is not two numbers",
        _SETTING + "A span is two whole numbers with a hyphen, the smaller first, such as 1-7.",
        "Write it as two numbers with a hyphen, or remove it to use the default.",
    ),
    Entry(
        "E005",
        "A language is not known",
        _SETTING + "The site can speak only languages that it has been translated into.",
        "Use the codes that the message lists, the site's first language first.",
    ),
    Entry(
        "E006",
        "A time zone is not known",
        _SETTING + "The time zone decides when the day turns and when stories are released.",
        "Use a name of the IANA list, such as Europe/Berlin or Asia/Seoul.",
    ),
    Entry(
        "E007",
        "The site's own address cannot be read",
        _SETTING + "Feeds, the sitemap, mails and the defence against forged forms need it.",
        "Write it as https://film.example: scheme and host, no path, no slash at the end.",
    ),
    Entry(
        "E008",
        "DATABASE_URL cannot be read",
        _SETTING + "While it is wrong, no database is opened at all, so nothing lands in the "
        "wrong one.",
        "Write it as postgresql://user:password@host:5432/name, or remove it for SQLite.",
    ),
    Entry(
        "E009",
        "A proxy's address cannot be read",
        _SETTING + "Whoever may say on others' behalf who is asking must be named exactly.",
        "Write addresses or networks with commas between, such as 127.0.0.2 or 10.0.0.0/8.",
    ),
    Entry(
        "E010",
        "The front end has not been built",
        "Style sheets, scripts, fonts and the map are made from frontend/ and belong to the "
        "installed package. Without them no page can be rendered.",
        "In a checkout, start make run, which builds them. A wheel carries them: install it again.",
    ),
    Entry(
        "E011",
        "The gazetteer has not been built",
        "Places are looked up offline, in one file that is compiled once. Without it nobody can "
        "name a place, and the rule that keeps small places hidden cannot be applied.",
        "In a checkout, start make run, which builds it. A wheel carries it: install it again.",
    ),
    Entry(
        "E012",
        "The data folder cannot be written",
        "Everything that people hand over lies there. Nothing can be taken in without it.",
        "Give the user that runs Farshore the folder, free some space, or name another with "
        "--data.",
    ),
    Entry(
        "E013",
        "Other users of this machine can read the data folder",
        "It holds sealed stories and the keys of this installation. Only the user that runs "
        "Farshore may open it.",
        "Make it private: chmod 700 on the folder that the message names.",
    ),
    Entry(
        "E014",
        "The database does not answer",
        "The public pages are files and can be visited all the same. Sharing and the studio wait.",
        "Start the database, or correct DATABASE_URL. The message has the database's own words.",
    ),
    Entry(
        "E015",
        "SQLite is too old",
        "Farshore relies on SQLite's RETURNING and upsert (3.35 and later).",
        "Use a newer Python or system, or PostgreSQL by DATABASE_URL.",
    ),
    Entry(
        "E016",
        "The clock is wrong",
        "Drafts are destroyed after their days, and releases fall due, by this machine's clock. A "
        "wrong clock could destroy a draft too early or keep one too long.",
        "Set the clock (timedatectl shows it), then start again.",
    ),
    Entry(
        "E020",
        "A public key of the team cannot be read",
        _SETTING + "Contacts are sealed to these keys before they are written down.",
        "Copy the lines that begin with age1 from what farshore keys create printed, or remove "
        "the setting: then no contact is taken in.",
    ),
    Entry(
        "E021",
        "A private key of the team is on this machine",
        "FARSHORE_TEAM_KEYS holds a line that begins with AGE-SECRET-KEY. Whoever reads this "
        "machine could open every contact that was sealed to it.",
        "Take it out, make a new pair on a machine of the team's with farshore keys create, and "
        "put only its public line here. Hold the old one for known (docs/running/keys.md).",
    ),
    Entry(
        "E022",
        "The epochs are not where they should be",
        "Keys of stories lie under keys in a folder of its own, and that folder is empty. Most "
        "often a disk has not been mounted, or the database was restored without it. Nothing is "
        "lost as long as a copy of the folder is there.",
        "Put the folder back, from its own backup if need be. If no copy is left, those stories "
        "cannot be read again: farshore keys begin lets the house open for new ones.",
    ),
    Entry(
        "E023",
        "The onion address cannot be read",
        _SETTING + "Tor Browser would be sent to a name that is not yours, or to none.",
        "Write it as Tor wrote it into the service's hostname file: 56 letters and digits, .onion.",
    ),
    Entry(
        "E024",
        "A way for tellers to log in cannot be used",
        _SETTING + "Whoever wants an account must be asked by a provider whom you mean, over an "
        "encrypted line.",
        "Name the ways in FARSHORE_CONTRIBUTORS, and describe each provider among them in the file "
        "of FARSHORE_PROVIDERS_FILE (docs/running/contributors.md).",
    ),
    Entry(
        "W001",
        "Mail is not set up",
        "Mails to the team are written to outbox/ in the data folder, and reach nobody.",
        "Set FARSHORE_SMTP_URL and FARSHORE_MAIL_FROM (docs/running/settings.md).",
    ),
    Entry(
        "W002",
        "One person alone can release a story",
        "FARSHORE_TEAM_OF_ONE is on. A second pair of eyes is what protects a storyteller from a "
        "mistake, and from a moderator who means harm. Every such release says so in the audit "
        "log.",
        "Find a second person, give them an account with farshore createstaff, and turn it off.",
    ),
    Entry(
        "W003",
        "Pictures are opened in a weaker sandbox than this version knows",
        "Strangers' files are decoded in a child process that gives up its rights. This machine "
        "does not allow all of the locks; the message says which.",
        "Run on a current Linux, and let the container or service keep unprivileged namespaces "
        "and seccomp.",
    ),
    Entry(
        "W004",
        "The site's address is that of this machine only",
        "FARSHORE_BASE_URL is not set, or names this machine. Links in feeds and mails would lead "
        "every reader to their own machine.",
        "Set FARSHORE_BASE_URL to the address that the public uses.",
    ),
    Entry(
        "W005",
        "The site's address is not encrypted",
        "What people write can be read on the way: by the network, the provider, the state.",
        "Put a proxy with a certificate before Farshore (docs/running/install.md), and set "
        "FARSHORE_BASE_URL to its https:// address. Onion services are encrypted by themselves.",
    ),
    Entry(
        "W006",
        "The demonstration is on for an address that others can reach",
        "In the demonstration stories are released at once, without the days of rest that blur "
        "who told when. It is for trying out, not for people at risk.",
        "Turn FARSHORE_DEMO off, and use a data folder of its own for the real house.",
    ),
    Entry(
        "W007",
        "The database waits to be brought up to date",
        "This version has migrations that the database has not seen.",
        "Make a copy of the data folder, then start farshore run, which applies them.",
    ),
    Entry(
        "W008",
        "Nobody is named as the proxy before the house",
        "The address is https, so a proxy answers it; but the house does not know whose word to "
        "take. Everybody then counts as one visitor: when somebody tries many codes, all others "
        "must wait too.",
        "Set FARSHORE_TRUSTED_PROXIES to the address that your proxy asks from "
        "(docs/running/install.md).",
    ),
    Entry(
        "W020",
        "The team has no keys to seal to",
        "Contacts, such as an address for a gift, are taken in only when they can be sealed to "
        "keys that this machine does not hold. Without one, nobody is asked for a contact.",
        "Make a pair on a machine of the team's with farshore keys create, and put its public "
        "line into FARSHORE_TEAM_KEYS (docs/running/keys.md).",
    ),
    Entry(
        "W021",
        "Some keys of stories lie under an epoch that is not here",
        "Those stories cannot be read until the epoch's file is back. Mostly the database was "
        "restored from a backup that is older than every epoch in the folder.",
        "Copy the files that the message names from a backup of the epochs' folder into it. If "
        "none is left, those stories have ended; ask their tellers for them again.",
    ),
    Entry(
        "W022",
        "An epoch should have ended and still stands",
        "What tellers take back ends in old backups only when the epochs end on time. The media "
        "worker sees to it once an hour.",
        "Let farshore run, or farshore worker media, work. If it does, its terminal says what is "
        "in the way.",
    ),
    Entry(
        "W023",
        "The mail that tellers log in by is not as it should be",
        "FARSHORE_CONTRIBUTORS has email in it. Such a mail must reach people, and neither its "
        "sender nor its subject should tell who looks over a shoulder what this site is about.",
        "Set FARSHORE_SMTP_URL, and FARSHORE_CONTRIBUTORS_MAIL_FROM to an address that names "
        "neither the film nor its subject, or take email out of FARSHORE_CONTRIBUTORS.",
    ),
)

BY_ID = {entry.id: entry for entry in ENTRIES}
