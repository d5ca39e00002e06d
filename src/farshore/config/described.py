"""Every setting in words, for docs/running/settings.md. A setting without words fails the check."""

SETTINGS = {
    "FARSHORE_DATA": "The folder that holds everything: the database, pictures, keys, the public "
    "pages. Made for this user alone (mode 0700). `--data` says the same.",
    "FARSHORE_DEMO": "Fill an empty house with the demonstration film, make two moderators whose "
    "second key the login itself shows, and release stories at once. Never for people at risk. "
    "`make run` turns it on.",
    "FARSHORE_BASE_URL": "The address that the public uses, such as `https://film.example`. "
    "Without it, the house is known by where it listens.",
    "FARSHORE_HOSTS": "Further host names by which the site may be asked for, separated by "
    "commas: an onion address, for example.",
    "FARSHORE_STUDIO_HOST": "A host name of the studio's own, such as `studio.film.example`: the "
    "studio answers under it and nowhere else. Its cookies are that name's alone.",
    "FARSHORE_ONION": "The onion address of this house (docs/running/install.md). Its name is "
    "answered to, and where the public comes by https every page of the site names it to Tor "
    "Browser (`Onion-Location`).",
    "FARSHORE_TRUSTED_PROXIES": "The addresses from which your own proxy asks, separated by commas "
    "(`127.0.0.2`, `10.0.0.0/8`). Only what comes from there is believed when it says who asked, "
    "and whether by https. Who asked is not stored: it becomes a name for the day, for counting "
    "tries.",
    "FARSHORE_SECRET_KEY": "Signs sessions. Made at the first start in `secret/key`; several "
    "machines share one through this.",
    "FARSHORE_CODE_PEPPER": "Makes codes of return this house's own: a stolen database cannot be "
    "searched for codes without it. Made at the first start in `secret/pepper`. Losing it makes "
    "every code useless: keep a copy apart from the database's.",
    "FARSHORE_SIGNING_KEY": "Signs the list by which copies elsewhere learn what to delete. Made "
    "at the first start in `secret/signing`; several machines share one through this. Whoever "
    "keeps a copy knows the house by it (`farshore mirror`): losing it means giving out a new one.",
    "FARSHORE_EPOCHS": "The folder of the keys under which the keys of stories lie; "
    "`secret/epochs` in the data folder if unset. Several machines share one folder. Keep copies "
    "of it apart from copies of the database (docs/running/keys.md).",
    "FARSHORE_EPOCH_DAYS": "How often a new epoch begins. An epoch's file stays twice as long.",
    "FARSHORE_EPOCH_BACKUP_DAYS": "How long copies of the epochs are kept at most. With the days "
    "before it, this is the clock that a storyteller is told: after it, no backup holds what was "
    "taken back.",
    "FARSHORE_TEAM_KEYS": "The team's public keys (`age1…`), separated by spaces, commas or lines; "
    "`farshore keys create` makes them. Contacts and originals are sealed to every one of them, "
    "and this machine cannot open them.",
    "FARSHORE_DRAFT_DAYS": "After so many days of silence an unsent story is destroyed.",
    "FARSHORE_CONTACT_DAYS": "After so many days an address that a teller left for the team is "
    "destroyed, sealed as it is.",
    "FARSHORE_CUSTODY_DAYS": "When nobody of the team has logged in for so many days, the house "
    "takes no stories in until somebody does; 0: never.",
    "FARSHORE_CUSTODIAN": "Who looks after the house when the team is gone, and how to reach them: "
    "one line, said in public.",
    "FARSHORE_FEW": "A story is said to be rare where fewer than so many are alike, itself among "
    "them: to its teller before sending, and to whoever releases it. A smaller count is not said "
    "in public.",
    "FARSHORE_LOST_CODE_DAYS": "So many days a hidden story whose code is lost is kept before "
    "it is destroyed; using the code stops it.",
    "FARSHORE_UNDECIDED_DAYS": "A story that was sent and neither released nor refused is "
    "destroyed after so many days in which its teller did not write; 0 keeps it. The teller sees "
    "the day.",
    "FARSHORE_REJECTED_DAYS": "A story that was not taken is destroyed after so many days in which "
    "its teller did not write; 0 keeps it. The teller sees the day.",
    "FARSHORE_MANY_READ": "When one member of the team has opened so many stories in a day, the "
    "others are told.",
    "FARSHORE_MESSAGE_DAYS": "Messages between a teller and the team vanish after so many days, "
    "once nobody waits for them any more.",
    "FARSHORE_RELEASE_DAYS": "How many days a story rests after the second person's yes, drawn by "
    "lot for each batch, so that no public time points at the teller.",
    "FARSHORE_RELEASE_HOUR": "The hour at which a batch is released, in the site's time zone.",
    "FARSHORE_TEAM_OF_ONE": "Let one person release alone. The audit log says so each time.",
    "FARSHORE_ROAD_IN_USE_YEARS": "Journeys younger than this show their passages as countries "
    "only, without means and dates: the road may still be in use.",
    "FARSHORE_SMALLEST_PLACE": "A town or region with fewer inhabitants is shown as the next "
    "coarser place.",
    "FARSHORE_PICTURE_MB": "The largest picture, in megabytes.",
    "FARSHORE_PICTURES": "How many pictures a story may have.",
    "FARSHORE_LANGUAGES": "The site's languages, separated by commas, the first one first: "
    "`en,ko,ar`.",
    "FARSHORE_TIME_ZONE": "An IANA time zone, such as `Asia/Seoul`.",
    "DATABASE_URL": "PostgreSQL instead of SQLite: `postgresql://user:password@host:5432/name`.",
    "FARSHORE_SMTP_URL": "Where mail is handed over: `smtp+tls://user:password@host:587` or "
    "`smtps://…:465`. Without it, mail is written to `outbox/`.",
    "FARSHORE_MAIL_FROM": "The sender of mails.",
    "FARSHORE_CONTRIBUTORS": "How tellers may log in who want to, separated by commas: `email`, "
    "`passkey`, names of providers. Unset: there are no accounts (docs/running/contributors.md).",
    "FARSHORE_PROVIDERS": "Providers that tellers may log in by, in TOML; mostly as a file, by "
    "`FARSHORE_PROVIDERS_FILE` (docs/running/contributors.md).",
    "FARSHORE_CONTRIBUTORS_MAIL_FROM": "The sender of mails with a number to log in by: one that "
    "tells nobody what this site is about. `FARSHORE_MAIL_FROM` if unset.",
    "FARSHORE_CONTRIBUTORS_MAIL_SUBJECT": 'The subject of those mails; "Your number", in the '
    "reader's language, if unset.",
    "FARSHORE_LOG": "How much is written to the terminal: `DEBUG`, `INFO`, `WARNING`, `ERROR`. "
    "Addresses and texts of people are never written, whatever it says.",
}
