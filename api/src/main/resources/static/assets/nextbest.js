// What a page can do better with script. Everything works without it: forms are sent, links are followed.
"use strict";
(() => {
  const page = document.documentElement;
  page.classList.add("js");
  const typing = (node) => node && (node.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(node.tagName) && !/^(radio|checkbox)$/.test(node.type));

  // ---- parts that are fetched when they are opened
  document.addEventListener("toggle", async (event) => {
    const box = event.target;
    if (!box.open || !box.dataset || !box.dataset.load || box.dataset.done) return;
    box.dataset.done = "yes";
    try {
      const answer = await fetch(box.dataset.load, { headers: { Accept: "text/html" } });
      if (answer.ok) box.querySelector(".loaded").replaceChildren(...fragment(await answer.text()).body.childNodes);
    } catch { delete box.dataset.done; }
  }, true);

  const fragment = (text) => new DOMParser().parseFromString(text, "text/html");

  // ---- ticked steps are sent at once
  document.addEventListener("change", (event) => {
    const form = event.target.closest && event.target.closest("form[data-send]");
    if (form) fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "manual" });
  });

  // ---- a form is sent once, however often it is pressed
  document.addEventListener("submit", (event) => {
    if (event.target.method !== "post" || event.defaultPrevented) return;
    if (event.target.dataset.sent) { event.preventDefault(); return; }
    event.target.dataset.sent = "yes";
  });
  addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));

  // ---- answers by one key; can be switched off, because single keys get in the way of speech input
  const SWITCH = "nextbest.keys";
  const remembered = () => { try { return localStorage.getItem(SWITCH) !== "off"; } catch { return true; } };
  const keys = () => document.querySelector("[data-keys]");
  const arrange = () => {
    if (!keys()) return;
    keys().hidden = false;
    const on = keys().querySelector("[data-keys-on]");
    on.checked = remembered();
    page.classList.toggle("keyed", on.checked);
    on.onchange = () => {
      try { localStorage.setItem(SWITCH, on.checked ? "on" : "off"); } catch { /* for this page only */ }
      page.classList.toggle("keyed", on.checked);
    };
  };
  arrange();

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || (keys() && !page.classList.contains("keyed"))) return;
    if (event.key === "Escape") {
      const open = document.querySelector("details[name=answer][open]");
      if (open) { open.open = false; open.querySelector("summary").focus(); }
      return;
    }
    const open = document.querySelector("details[name=answer][open]");
    if (open && /^[1-9]$/.test(event.key)) {
      const choice = open.querySelectorAll("input[type=radio]")[Number(event.key) - 1];
      if (choice) { event.preventDefault(); choice.checked = true; open.querySelector("form").requestSubmit(); }
      return;
    }
    const target = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!target) return;
    event.preventDefault();
    if (target.tagName === "INPUT") { target.focus(); return; }
    target.click();
    const first = target.tagName === "SUMMARY" && target.parentElement.querySelector("input:not([type=hidden])");
    if (first) setTimeout(() => first.focus(), 0);
  });

  // ---- the card follows its deal
  const EVERY = 10000;
  let looking = false, again = false;
  const busy = (card) => card.querySelector("details[name=answer][open]") || typing(document.activeElement) && card.contains(document.activeElement);
  const look = async () => {
    const card = document.querySelector("[data-watch]");
    if (!card || document.hidden) return;
    if (looking) { again = true; return; }
    looking = true;
    try {
      const answer = await fetch(card.dataset.watch, { headers: { Accept: "text/plain" } });
      if (answer.ok && !answer.redirected) {
        const now = await answer.text();
        if (now !== card.dataset.version) await renew(card, now);
      }
    } catch { /* the next look tells */ } finally { looking = false; }
    if (again) { again = false; await look(); }
  };
  const renew = async (card, version) => {
    const here = location.pathname;
    if (busy(card)) {
      card.dataset.version = version;
      const notes = card.querySelector(".notes");
      const note = Object.assign(document.createElement("p"), { className: "note warn", textContent: card.dataset.updated + " " });
      note.append(Object.assign(document.createElement("a"), { href: here, textContent: card.dataset.look }));
      notes.replaceChildren(note);
      return;
    }
    const answer = await fetch(here, { headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) return;
    const fresh = fragment(await answer.text()).querySelector("[data-watch]");
    if (!fresh) return;
    const note = Object.assign(document.createElement("p"), { className: "note", textContent: card.dataset.updated });
    card.replaceWith(fresh);
    const notes = fresh.querySelector(".notes");
    if (notes) notes.append(note);
    arrange();
  };
  if (document.querySelector("[data-watch]")) {
    setInterval(look, EVERY);
    document.addEventListener("visibilitychange", look);
    addEventListener("nextbest:look", look);
  }

  document.querySelectorAll("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => print());
  });

  // ---- tables can be copied into a spreadsheet
  document.querySelectorAll("[data-copy]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const rows = [...document.getElementById(button.dataset.copy).rows];
      const text = rows.map((row) => [...row.cells].map((cell) => cell.innerText.trim().replace(/\s+/g, " ")).join("\t")).join("\n");
      try {
        await navigator.clipboard.writeText(text);
        button.textContent = button.dataset.copied;
      } catch { getSelection().selectAllChildren(document.getElementById(button.dataset.copy)); }
    });
  });
})();
