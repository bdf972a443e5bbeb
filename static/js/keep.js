// Saves a payment while it is typed, and keeps it through the end of a session.
//   form[data-keep="address to save at"][data-keep-owner="the person's number"]
//     data-keep-back     the form came back from the server as it was typed
//     data-keep-moves    the page is of this one draft: its address becomes the draft's
//   [data-kept]          a quiet line: data-kept-at, -part ("saved at {time}"), -back
//   [data-kept-ended], [data-kept-sent], [data-kept-newer]
//                      hidden notices: signed out; sent, or saved since, from another window
//   [data-kept-key]      a page that shows what a key became: nothing is kept of it any more
// What the server could not save or read stays in this tab's sessionStorage, under the person and
// the page's address, and is put back into the form when the same person opens the page again.
"use strict";

(() => {
  const PAUSE = 1500; // milliseconds without typing
  const NAME = "kept";

  function stored() {
    return Object.keys(sessionStorage)
      .filter((name) => name.startsWith(`${NAME} `))
      .map((name) => [name, JSON.parse(sessionStorage.getItem(name))]);
  }

  // Of one payment there is one copy: the page that shows it has the newest.
  function forget(key, except) {
    stored().forEach(([name, kept]) => {
      if (kept.key === key && name !== except) sessionStorage.removeItem(name);
    });
  }

  document.querySelectorAll("[data-kept-key]").forEach((box) => forget(box.dataset.keptKey));
  const form = document.querySelector("form[data-keep]");
  if (!form) return;

  const line = form.querySelector("[data-kept]");
  const ended = form.querySelector("[data-kept-ended]");
  const sent = form.querySelector("[data-kept-sent]");
  const newer = form.querySelector("[data-kept-newer]");
  const key = () => form.elements.key.value;
  const name = () => `${NAME} ${form.dataset.keepOwner} ${location.pathname}`;
  let timer = null;
  let changed = false;
  let saving = false;
  let closed = false; // sent or saved elsewhere: there is nothing to save any more

  function fields() {
    const own = ["csrfmiddlewaretoken", "saved_at"]; // of the page, not of what was typed
    return [...new FormData(form)].filter(
      ([field, value]) => !own.includes(field) && typeof value === "string",
    );
  }

  function store() {
    sessionStorage.setItem(name(), JSON.stringify({ key: key(), fields: fields() }));
  }

  function say(words, time) {
    line.textContent = words.replace("{time}", time || "");
  }

  function put(kept) {
    kept.fields.forEach(([field, value]) => {
      const control = form.elements[field];
      if (control && "value" in control && control.type !== "checkbox") control.value = value;
    });
    form
      .querySelectorAll("[data-amount] input, select")
      .forEach((control) => control.dispatchEvent(new Event("change", { bubbles: true })));
    say(line.dataset.keptBack);
  }

  async function save() {
    clearTimeout(timer);
    timer = null;
    if (closed) return;
    // The answer brings the time of saving, which the next one needs.
    if (saving) {
      soon();
      return;
    }
    saving = true;
    try {
      await post();
    } finally {
      saving = false;
    }
  }

  async function post() {
    changed = false;
    store();
    let answer = null;
    try {
      const body = new FormData(form);
      answer = await fetch(form.dataset.keep, { method: "POST", body, redirect: "manual" });
    } catch {
      // No connection: the next change, or the next page, tries again.
    }
    if (answer && answer.status === 409) {
      closed = true;
      const other = await answer.json();
      const notice = other.newer ? newer : sent;
      notice.querySelector("a").href = other.url;
      notice.hidden = false;
      forget(key());
      return;
    }
    ended.hidden = Boolean(answer && answer.ok);
    if (!answer || !answer.ok) {
      changed = true;
      say("");
      return;
    }
    const { at, url, whole, saved_at: savedAt } = await answer.json();
    form.elements.saved_at.value = savedAt;
    say(whole ? line.dataset.keptAt : line.dataset.keptPart, at);
    if (whole && !changed) sessionStorage.removeItem(name());
    if ("keepMoves" in form.dataset && location.pathname !== url) {
      sessionStorage.removeItem(name());
      history.replaceState(history.state, "", url);
      if (!whole || changed) store();
    }
  }

  function soon() {
    changed = true;
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  }

  const kept = JSON.parse(sessionStorage.getItem(name()));
  if (kept && !("keepBack" in form.dataset)) {
    put(kept);
    soon();
  } else if (kept) {
    sessionStorage.removeItem(name());
  }
  forget(key(), name());

  form.addEventListener("input", (event) => {
    if (!event.target.hasAttribute("data-narrow-words")) soon();
  });
  form.addEventListener("change", (event) => {
    if (event.isTrusted) soon();
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    if (changed) store();
    changed = false; // the form itself brings it
  });
  window.addEventListener("pagehide", () => {
    if (!changed || closed) return;
    store();
    navigator.sendBeacon(form.dataset.keep, new FormData(form));
  });
})();
