// Keys of the desk, and what autosave says when it fails. Every page works without this file.
"use strict";
(() => {
  const OFF = "keys-off";
  const form = document.querySelector("form[data-autosave]");
  const keysOff = document.getElementById(OFF);
  let sending = 0, dirty = false, waiting = null;

  const say = (why) => {
    const note = document.getElementById("unsaved");
    for (const line of note.querySelectorAll("[data-why]")) line.hidden = line.dataset.why !== why;
    note.hidden = false;
  };

  if (form) {
    for (const hint of form.querySelectorAll("[data-autosaves]")) hint.hidden = false;
    const ours = (event) => event.target === form;
    form.addEventListener("input", () => { dirty = true; });
    document.addEventListener("htmx:before:request", (event) => { if (ours(event)) { sending += 1; dirty = false; } });
    document.addEventListener("htmx:finally:request", (event) => {
      if (!ours(event)) return;
      sending = Math.max(0, sending - 1);
      if (waiting && !sending) {   // 保存 was pressed while an autosave was on its way: now it knows the new version
        const button = waiting.button;
        waiting = null;
        form.requestSubmit(button);
      }
    });
    document.addEventListener("htmx:error", (event) => { if (ours(event)) { dirty = true; say("offline"); } });
    document.addEventListener("htmx:after:request", (event) => {
      if (!ours(event)) return;
      const status = event.detail.ctx.response.status;
      if (status < 400 && !event.detail.ctx.response.raw.url.includes("/login/")) document.getElementById("unsaved").hidden = true;
      else { dirty = true; say("refused"); }
    });
    form.addEventListener("submit", (event) => {
      if (sending) { event.preventDefault(); waiting = { button: event.submitter }; } else { dirty = false; }
    });
    window.addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
  }

  if (keysOff) {
    keysOff.checked = localStorage.getItem(OFF) === "1";
    keysOff.addEventListener("change", () => localStorage.setItem(OFF, keysOff.checked ? "1" : "0"));
  }
  // The aspects of an opinion: a digit leads to one, Y and X give a verdict to the one in hand.
  const aspects = [...document.querySelectorAll("[data-aspect]")];
  const enter = (aspect) => (aspect?.querySelector("input:checked") ?? aspect?.querySelector("input"))?.focus();
  const judge = (name) => {
    const inHand = document.activeElement.closest("[data-aspect]") ?? aspects.find((one) => !one.querySelector("input:checked"));
    const verdict = inHand?.querySelector(`[data-verdict="${CSS.escape(name)}"]`);
    if (!verdict) return false;
    verdict.click();
    if (name === "x") inHand.querySelector("textarea")?.focus();
    else enter(aspects[aspects.indexOf(inHand) + 1] ?? inHand);
    return true;
  };

  document.addEventListener("keydown", (event) => {
    const writes = event.target.matches("input:not([type='radio'], [type='checkbox']), select, textarea");
    const together = event.ctrlKey && event.key === "Enter";
    if (keysOff?.checked || event.altKey || event.metaKey || (event.ctrlKey && !together) || (writes && !together)) return;
    if (event.key === "?") {
      const keys = document.querySelector("#keys details");
      if (keys) { keys.open = true; keys.querySelector("summary").focus(); }
      return;
    }
    const name = together ? "ctrl+enter" : event.key.toLowerCase();
    const aspect = aspects.find((one) => one.dataset.aspect === name);
    if (aspect) enter(aspect);
    if (aspect || (aspects.length && judge(name))) { event.preventDefault(); return; }
    const control = document.querySelector(`[data-key="${CSS.escape(name)}"]`) ?? (together ? form?.querySelector("button:not([name])") : null);
    if (control) { event.preventDefault(); control.click(); }
  });

  const all = document.querySelector("input[data-all]");
  if (all) {
    all.hidden = false;
    document.addEventListener("change", (event) => {
      if (!event.target.matches("input[data-all]")) return;
      for (const one of document.querySelectorAll(`input[type=checkbox][name="${event.target.dataset.all}"]`)) one.checked = event.target.checked;
    });
  }

  // A choice that asks for more opens the part where it is written.
  document.addEventListener("change", (event) => {
    const part = document.getElementById(event.target.dataset.opens ?? "");
    if (part) part.open = true;
  });

  document.querySelector("main [role='alert']:not([hidden])")?.focus();
})();
