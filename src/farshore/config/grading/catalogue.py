"""Everything that a house is graded for, in words: what is the matter, why, and what to do.

`tools/generate_docs.py` writes docs/running/findings.md from this; no judge speaks without it.
"""

from dataclasses import dataclass

GRAVE, FAIL, WARN = "grave", "fail", "warn"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that is looked at. `level` is what it counts when it is not as it should be."""

    id: str
    level: str
    title: str
    right: str
    why: str
    do: str


_PROXY = "docs/running/install.md has the proxy's lines."

ENTRIES = (
    Entry(
        "https",
        GRAVE,
        "The house is asked without encryption",
        "The house is reached by https",
        "Whoever carries the connection reads what a storyteller writes, and the code.",
        f"Put a proxy with a certificate before the house. {_PROXY}",
    ),
    Entry(
        "certificate",
        GRAVE,
        "Browsers do not trust the certificate",
        "Browsers trust the certificate",
        "A storyteller sees a warning and goes away, or learns to click warnings away: then "
        "anybody between can be the house.",
        "Have the proxy fetch a certificate for exactly this name, with its whole chain.",
    ),
    Entry(
        "certificate-days",
        WARN,
        "The certificate ends soon",
        "The certificate has time left",
        "On the day on which it ends nobody reaches the house, also nobody who must hide a story.",
        "See why the proxy has not renewed it: certbot renew, or Caddy's own log.",
    ),
    Entry(
        "tls",
        FAIL,
        "An old version of TLS is spoken",
        "Only TLS 1.2 and newer is spoken",
        "TLS 1.0 and 1.1 can be broken by whoever carries the connection and has the means: those "
        "are the ones whom storytellers fear.",
        "Allow the proxy TLS 1.2 and 1.3 only (nginx: ssl_protocols TLSv1.2 TLSv1.3).",
    ),
    Entry(
        "redirect",
        FAIL,
        "Plain http does not lead to https",
        "Plain http leads to https",
        "Somebody who types the name alone stays on a connection that everybody can read.",
        f"Answer every request on port 80 with 301 to the same address by https. {_PROXY}",
    ),
    Entry(
        "hsts",
        FAIL,
        "Strict-Transport-Security is not as it should be",
        "Browsers are told to insist on https, and only where there is any",
        "Without it the first step of each visit can be led away before https begins. On an onion "
        "address it would lock people out: there is no https.",
        "Set FARSHORE_BASE_URL to the https address, and let the proxy keep the house's own header "
        "or add it for a year; never on the onion address.",
    ),
    Entry(
        "policy",
        FAIL,
        "The Content-Security-Policy is missing or lets too much in",
        "The Content-Security-Policy lets nothing in but the house's own",
        "It is what stops a script that slipped into a page from reading a story while it is "
        "written, and a foreign page from framing the house.",
        "Let the proxy hand on the house's own header, and add none that is weaker.",
    ),
    Entry(
        "nosniff",
        FAIL,
        "X-Content-Type-Options: nosniff is missing",
        "Browsers take each file for what it is said to be",
        "A picture that is really a script would be run.",
        "Let the proxy hand on the house's own header, for files too.",
    ),
    Entry(
        "referrer",
        FAIL,
        "The Referrer-Policy tells others where somebody comes from",
        "Nobody else is told where somebody comes from",
        "A link to another site would tell it which story, or that the sharing pages, were open.",
        "Let the proxy hand on the house's own header: no-referrer.",
    ),
    Entry(
        "permissions",
        WARN,
        "The Permissions-Policy leaves the place or the camera open",
        "No page may ask for a place or a camera",
        "A script that should not be there could ask a storyteller where they are.",
        "Let the proxy hand on the house's own header.",
    ),
    Entry(
        "cross-origin",
        WARN,
        "Other sites can hold on to the house's windows or pages",
        "Other sites hold on to no window and no private page",
        "A page that opened the house could watch which of its pages somebody goes to.",
        "Let the proxy hand on Cross-Origin-Opener-Policy and Cross-Origin-Resource-Policy.",
    ),
    Entry(
        "cookies",
        FAIL,
        "A public page sets a cookie",
        "No public page sets a cookie",
        "It stays on the phone, says that somebody was here, and knows them when they come back.",
        "Switch it off where it is made: in the proxy, a balancer, a statistics or protection "
        "service. The house sets none.",
    ),
    Entry(
        "cookies-sharing",
        GRAVE,
        "Sharing or coming back sets a cookie",
        "Sharing and coming back set no cookie",
        "It ties a story to a phone, for whoever takes the phone and for whoever sees the traffic.",
        "Switch it off where it is made: in the proxy, a balancer or a protection service.",
    ),
    Entry(
        "stored",
        GRAVE,
        "The sharing pages may be stored",
        "The sharing pages are stored nowhere",
        "What somebody writes about themselves would lie in the phone's cache, or in a proxy's.",
        "Let the proxy hand on Cache-Control: no-store, and cache nothing under /share/ and "
        "/return/.",
    ),
    Entry(
        "software",
        WARN,
        "The answers tell which program and version is running",
        "The answers do not tell which version is running",
        "Whoever wants to break in is told which known hole to try.",
        "nginx: server_tokens off. Remove X-Powered-By and its like in the proxy.",
    ),
    Entry(
        "between",
        WARN,
        "A service between reads the traffic",
        "No service that names itself reads the traffic between",
        "It ends the encryption on its own machines: there, codes and stories are in the clear, "
        "and a court or a state can ask for them without asking you.",
        "Take the service away from before the house, at least from /share/ and /return/.",
    ),
    Entry(
        "third-party",
        FAIL,
        "A page loads something from elsewhere",
        "No page loads anything from elsewhere",
        "That other site learns who reads which story, and when.",
        "Take it out, or put a copy of it on the house itself.",
    ),
    Entry(
        "third-party-sharing",
        GRAVE,
        "Sharing or coming back loads or sends something elsewhere",
        "Sharing and coming back load nothing from elsewhere and send nothing there",
        "That other site learns that somebody is telling a story, and may read along.",
        "Find what puts it in: a proxy, a protection service, a changed template. Until it is "
        "gone, farshore pause.",
    ),
    Entry(
        "debug",
        GRAVE,
        "An error page shows the inside of the program",
        "No error page shows the inside of the program",
        "Such pages print settings, paths and what was sent: also what a storyteller sent.",
        "Run the house by farshore run, which has no debug mode, and see what stands before it.",
    ),
    Entry(
        "errors",
        WARN,
        "Error pages say more than that something was wrong",
        "Error pages say nothing but that something was wrong",
        "A page that repeats what was asked, or tells its program, helps whoever tries things out.",
        "Let the house answer its own errors; in the proxy, give 400 and 502 plain pages.",
    ),
    Entry(
        "folders",
        FAIL,
        "The folder of pictures can be listed",
        "The folder of pictures cannot be listed",
        "Pictures would be found that no page shows, or no page shows any more.",
        "Switch listings off where files are served (nginx: autoindex off; Caddy: no browse).",
    ),
    Entry(
        "media",
        FAIL,
        "Pictures are served as something that could run, or may be taken for it",
        "Pictures are served as pictures and nothing else",
        "A file that somebody sent in would run as a page of the house.",
        "Serve files with their kinds and X-Content-Type-Options: nosniff, as the house does.",
    ),
    Entry(
        "revocations",
        FAIL,
        "Copies elsewhere cannot learn what must go",
        "Copies elsewhere can learn what must go",
        "A story that was taken back stays with everybody who keeps a copy.",
        "See that the house runs and its worker urgent with it, and that /data/ is not stored by "
        "anything between.",
    ),
    Entry(
        "light",
        WARN,
        "Pages are sent larger or oftener than needed",
        "Pages are sent compressed, and not again when they are known",
        "On a slow, costly or watched line every page counts. Over Tor they may not arrive at all.",
        "Let the proxy hand on Accept-Encoding, If-None-Match, Content-Encoding, Vary and ETag.",
    ),
    Entry(
        "robots",
        WARN,
        "/robots.txt does not keep search engines from the sharing pages",
        "Search engines are kept from the sharing pages",
        "A search engine would offer a page by which somebody came back to their story.",
        "Let /robots.txt of the house through; farshore press --all writes it again.",
    ),
    Entry(
        "onion",
        FAIL,
        "The onion address that is announced is none",
        "The onion address that is announced is one",
        "Tor Browser offers it to those who are watched, and it leads nowhere.",
        "Copy the name out of tor's own file hostname into FARSHORE_ONION.",
    ),
    Entry(
        "studio",
        FAIL,
        "The team's login may be stored, framed or loads from elsewhere",
        "The team's login is not stored or framed and loads nothing from elsewhere",
        "Whoever gets a moderator's login reads the stories that are given to them.",
        "Let the proxy hand on the house's own headers under /studio/ too.",
    ),
    Entry(
        "studio-cookies",
        FAIL,
        "The cookies of the team's login are not kept close",
        "The cookies of the team's login are kept close",
        "A session that is read on the way, or sent by another site's page, is a moderator's.",
        "Set FARSHORE_BASE_URL to the https address; let the proxy change no cookie.",
    ),
    Entry(
        "controller",
        FAIL,
        "The privacy page does not say who answers for this site",
        "The privacy page says who answers for this site",
        "Whoever is in a story must know whom to write to, and the law asks for it.",
        "Write it in the studio: the film, “who answers for this site”.",
    ),
    Entry(
        "pages",
        FAIL,
        "A page that people need does not answer as it should",
        "Every page that people need answers",
        "Somebody who has made up their mind to tell, or to hide their story, finds a closed door.",
        "Look at that address in a browser, and at what farshore run says.",
    ),
)

BY_ID = {entry.id: entry for entry in ENTRIES}
