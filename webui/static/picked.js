// Certifications picked to be compared, from page to page. Without this file each page compares what it shows.
(() => {
  "use strict";
  const link = document.querySelector("[data-picked]");
  const said = document.getElementById("retenues");
  if (!link || !said) return;
  const KEY = "comparer";
  const most = Number(link.dataset.picked);
  const plain = { text: link.textContent, href: link.getAttribute("href") };
  const empty = document.getElementById("vider");
  const ticks = document.getElementById("comparaison");
  const listed = document.getElementById("coches");
  const button = document.querySelector("[data-compare]");

  // In this tab alone, and until it is closed: it is no cookie, and no request carries it.
  let codes = [];
  const recall = () => {
    try {
      codes = (JSON.parse(sessionStorage.getItem(KEY)) ?? []).slice(0, most);
    } catch { /* no storage: what is picked lasts as long as the page */ }
  };
  const keep = () => {
    try {
      sessionStorage.setItem(KEY, JSON.stringify(codes));
    } catch { /* the same */ }
  };

  const boxes = () => (ticks ? [...ticks.elements].filter((each) => each.name === "id") : []);
  const show = () => {
    const query = new URLSearchParams(codes.map((code) => ["id", code]));
    link.textContent = codes.length ? `${plain.text} (${codes.length})` : plain.text;
    link.href = codes.length ? `${plain.href}?${query}` : plain.href;
    empty.hidden = !codes.length;
    for (const box of boxes()) box.checked = codes.includes(box.value);
    if (listed) listed.value = codes.length ? `${listed.dataset.label} ${codes.join(", ")}` : "";
    if (button) {
      button.hidden = false;
      button.textContent = button.dataset[codes.includes(button.dataset.compare) ? "remove" : "add"];
    }
  };
  let timer = 0;
  const tell = (what, code = "") => {
    said.textContent = said.dataset[what].replace("0", codes.length).replace("…", code);
    clearTimeout(timer);
    timer = setTimeout(() => { said.textContent = ""; }, 4000);
  };
  const put = (wanted) => {
    codes = wanted;
    keep();
    show();
  };
  const pick = (code, wanted) => {
    const others = codes.filter((each) => each !== code);
    if (wanted && others.length >= most) {
      show();
      return tell("full", code);
    }
    put(wanted ? [...others, code] : others);
    tell(wanted ? "added" : "removed", code);
  };

  ticks?.addEventListener("change", (event) => { if (event.target.name === "id") pick(event.target.value, event.target.checked); });
  // What was ticked on other pages is compared too, in the order in which it was.
  ticks?.addEventListener("formdata", ({ formData }) => {
    formData.delete("id");
    for (const code of codes) formData.append("id", code);
  });
  const forget = () => {
    put([]);
    tell("emptied");
  };
  ticks?.addEventListener("reset", () => setTimeout(forget));
  empty.addEventListener("click", () => {
    forget();
    link.focus();
  });
  button?.addEventListener("click", () => pick(button.dataset.compare, !codes.includes(button.dataset.compare)));

  // The page that compares: what is added there or taken away is so here, if all that was picked is compared.
  const compares = location.pathname === new URL(plain.href, location.href).pathname;
  const asked = () => new Set(compares ? [...document.querySelectorAll("main input[type=hidden][name=id]")].map((each) => each.value) : []);
  document.querySelector("main").addEventListener("click", (event) => {
    const to = compares && event.target.closest("a[href]") ? new URL(event.target.closest("a").href) : null;
    if (to?.pathname !== location.pathname || to.hash) return;
    const left = to.searchParams.getAll("id");
    put(codes.filter((code) => left.includes(code) || !asked().has(code)));
  });
  const begin = () => {
    recall();
    const compared = [...asked()];
    if (codes.length && codes.every((code) => compared.includes(code))) codes = compared.slice(0, most);
    put(codes);
  };
  begin();
  // The browser may have kept the ticks of a page that one comes back to.
  addEventListener("pageshow", begin);
})();
