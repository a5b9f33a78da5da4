// Keyboard shortcuts, buttons that copy or print, and a word while an answer is being made. Everything works without this file.
(() => {
  "use strict";
  const KEPT = "raccourcis";
  const list = document.getElementById("raccourcis");
  const choice = document.getElementById("raccourcis-actifs");
  // The choice stays on this machine: it is no cookie, and no request carries it.
  const kept = (value) => {
    try {
      if (value !== undefined) localStorage.setItem(KEPT, value);
      return localStorage.getItem(KEPT);
    } catch {
      return null;
    }
  };
  const on = () => kept() !== "non";
  // A box that is ticked is no place to write: the one of a panel that was just closed may still have the focus.
  const writing = (element) => element.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], [role=textbox], [role=application]");

  const openList = () => {
    if (!list || list.open) return;
    choice.checked = on();
    list.showModal();
  };
  const focusSearch = () => {
    const box = document.getElementById("q");
    if (!box) return location.assign(document.querySelector(".brand").href);
    box.focus();
    box.select();
  };
  // Within a page first, where it says that it can; to another page of a list otherwise.
  const step = (way) => {
    if (!document.dispatchEvent(new CustomEvent("step", { detail: way, cancelable: true }))) return;
    document.querySelector(`main a[rel=${way}]`)?.click();
  };
  const actions = {
    "/": focusSearch,
    "?": openList,
    c: () => document.querySelector("[data-compare]:not([hidden]), [data-shortcut=c]")?.click(),
    g: () => document.querySelector("[data-shortcut=g]")?.click(),
    p: () => step("prev"),
    n: () => step("next"),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
    if (writing(event.target) || list?.open || !on()) return;
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
  choice?.addEventListener("change", () => kept(choice.checked ? "oui" : "non"));
  for (const link of document.querySelectorAll("[data-opens=raccourcis]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      openList();
    });
  }

  // Only a secure page may write to the clipboard; elsewhere the buttons stay hidden.
  const said = document.getElementById("copie");
  for (const button of navigator.clipboard && said ? document.querySelectorAll("[data-copies]") : []) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      // A statement is not written twice: it stands after the line of its button.
      const text = button.dataset.copies || button.closest(".ref").nextElementSibling.textContent.trim();
      try {
        await navigator.clipboard.writeText(text);
        said.textContent = `${said.dataset.done} ${text.length > 90 ? `${text.slice(0, 89)}…` : text}`;
        button.classList.add("copied");
      } catch {
        said.textContent = said.dataset.failed;
      }
      setTimeout(() => {
        said.textContent = "";
        button.classList.remove("copied");
      }, 2500);
    });
  }

  for (const button of document.querySelectorAll("[data-prints]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }

  // What takes longer to compute than a page may take comes when the reader gets to it.
  const later = document.querySelector("[data-loads]");
  const load = async () => {
    try {
      const answer = await fetch(later.href, { headers: { Accept: "text/html" } });
      const found = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("proches");
      if (found) document.getElementById("proches").replaceWith(found);
    } catch { /* the link leads to the same */ }
  };
  if (later) {
    new IntersectionObserver((entries, watcher) => {
      if (!entries.some((each) => each.isIntersecting)) return;
      watcher.disconnect();
      load();
    }, { rootMargin: "200px" }).observe(later);
  }

  // A form that takes longer than a blink says that it was sent.
  const waiting = document.getElementById("envoi-en-cours");
  let timer = 0;
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented || !waiting) return;
    timer = setTimeout(() => { waiting.hidden = false; }, 600);
  });
  // A page that comes back out of the past waits for nothing, nor does one whose reader stopped it.
  for (const over of ["pageshow", "stopped"]) {
    addEventListener(over, () => {
      clearTimeout(timer);
      if (waiting) waiting.hidden = true;
    });
  }
})();
