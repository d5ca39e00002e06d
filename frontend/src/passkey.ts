// Passkeys at the studio's door. The ceremony itself is allauth's; here is what people see of it:
// the button only where it works, and a sentence where the device gave none.
const show = (selector: string) => {
  for (const found of document.querySelectorAll<HTMLElement>(selector)) {
    found.hidden = false;
  }
};

// A passkey belongs to a name: at a bare address (127.0.0.1) no browser makes one.
const named = !/^[\d.]+$|:/.test(window.location.hostname);
show(window.PublicKeyCredential && named ? "[data-passkey]" : "[data-passkey-missing]");

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  show("[data-passkey-failed]");
});
