// The editor of the query page. Without it the page is a plain form; with it nothing is run but by the reader.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, isolateHistory } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import { EditorState, Prec } from "@codemirror/state";
import { EditorView, highlightActiveLine, highlightSpecialChars, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { sparql } from "codemirror-lang-sparql";
import { layOut } from "./layout.js";
import { prefixes } from "./prefixes.js";

const form = document.getElementById("requete");
const area = document.getElementById("query");
const folding = prefixes(document.getElementById("prefixes"));
const KEYWORDS = "ASK BIND BOUND COALESCE CONSTRUCT CONTAINS COUNT DESCRIBE DISTINCT EXISTS FILTER FROM GRAPH GROUP BY HAVING IF LANG LCASE LIMIT MAX MIN NOT EXISTS OFFSET OPTIONAL ORDER BY PREFIX REGEX REPLACE SELECT STR STRSTARTS SUM UNION VALUES WHERE".split(" ");

let vocabulary;
const terms = () => (vocabulary ??= fetch(form.dataset.vocabulary).then((answer) => answer.json()).catch(() => ({ prefixes: {}, termes: [] })));

// A term brings the line that declares its prefix, where the query has none.
function insert(name, prefixes) {
  return (view, _completion, from, to, before = "") => {
    const prefix = name.split(":")[0];
    const declared = new RegExp(`PREFIX\\s+${prefix}:`, "i").test(view.state.doc.toString());
    const changes = [{ from, to, insert: before + name }];
    if (!name.startsWith("<") && !declared && prefixes[prefix]) changes.unshift({ from: 0, insert: `PREFIX ${prefix}: <${prefixes[prefix]}>\n` });
    const added = changes.length > 1 ? changes[0].insert.length : 0;
    const wasFolded = folding.folded(view);
    view.dispatch({ changes, selection: { anchor: from + added + before.length + name.length }, userEvent: "input.complete" });
    if (wasFolded && added) folding.renew(view);
  };
}

async function complete(context) {
  const word = context.matchBefore(/\??[\w-]*:?[\w-]*/);
  if (!word || (word.from === word.to && !context.explicit)) return null;
  const { prefixes, termes } = await terms();
  const line = context.state.doc.lineAt(context.pos).text.slice(0, context.pos - context.state.doc.lineAt(context.pos).from);
  if (/PREFIX\s+[\w-]*:?$/i.test(line)) {
    return { from: word.from, options: Object.entries(prefixes).map(([name, iri]) => ({ label: `${name}: <${iri}>`, type: "namespace" })) };
  }
  if (word.text.startsWith("?")) {
    const names = new Set(context.state.doc.toString().match(/\?\w+/g));
    names.delete(word.text);
    return { from: word.from, options: [...names].map((label) => ({ label, type: "variable" })) };
  }
  const options = termes.map((term, rank) => ({
    label: term.nom, displayLabel: term.nom, type: term.genre === "classe" ? "class" : "property",
    detail: term.emplois ? `${term.libelle} · ${term.emplois.toLocaleString(document.documentElement.lang)} ${form.dataset.uses}` : term.libelle,
    boost: Math.max(-50, 40 - rank / 4), apply: insert(term.nom, prefixes),
  }));
  // By what a term is called, too.
  const wanted = word.text.toLowerCase();
  const byLabel = wanted.length > 2 && !wanted.includes(":")
    ? options.filter((each) => each.detail.toLowerCase().includes(wanted) && !each.label.toLowerCase().includes(wanted)).map((each) => ({ ...each, label: `${word.text} ${each.label}` }))
    : [];
  const words = word.text.includes(":") ? [] : KEYWORDS.map((label) => ({ label, type: "keyword", boost: 60 }));
  return { from: word.from, options: [...words, ...options, ...byLabel], validFor: /^[\w-]*:?[\w-]*$/ };
}

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--accent)", fontWeight: "600" },
  { tag: tags.variableName, color: "light-dark(#7a4e8c, #d2ace2)" },
  { tag: [tags.string, tags.integer, tags.float, tags.bool], color: "var(--warn)" },
  { tag: [tags.namespace, tags.url, tags.typeName], color: "light-dark(#3c5a94, #a4bdec)" },
  { tag: tags.comment, color: "var(--muted)", fontStyle: "italic" },
]);
const look = EditorView.theme({
  "&": { fontSize: ".9rem", maxHeight: "36rem" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.55", overflow: "auto" },
  ".cm-content": { padding: ".6rem 0", minHeight: "9rem", caretColor: "var(--ink)" },
  ".cm-gutters": { background: "var(--sunken)", color: "var(--muted)", border: "0" },
  ".cm-activeLine": { background: "color-mix(in srgb, var(--accent-soft) 45%, transparent)" },
  ".cm-tooltip": { background: "var(--surface)", color: "var(--ink)", border: "1px solid var(--edge)", borderRadius: ".3rem" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { background: "var(--accent)", color: "var(--on-accent)" },
  ".cm-completionDetail": { fontStyle: "normal", opacity: ".85" },
  ".cm-tooltip-autocomplete ul": { fontFamily: "var(--mono)", maxWidth: "min(44rem, 90vw)" },
  ".cm-foldPlaceholder": { margin: "0 .4em", padding: "0 .5em", background: "var(--accent-soft)", border: "1px solid var(--edge)", color: "var(--ink)", fontFamily: "var(--sans)", fontSize: ".85em" },
  "&.cm-focused .cm-matchingBracket": { background: "var(--mark)" },
  ".cm-diagnostic": { fontFamily: "var(--sans)" },
});

// Typed over a selection, text takes its look along as an inline style, which the policy of the page refuses.
function typeOver(event, editor) {
  const selection = getSelection();
  const range = selection.rangeCount ? selection.getRangeAt(0) : null;
  if (event.inputType !== "insertText" || !event.data || !range || range.collapsed || editor.composing) return false;
  // What the browser has selected: the editor may not have been told of it yet.
  const from = editor.posAtDOM(range.startContainer, range.startOffset);
  const to = editor.posAtDOM(range.endContainer, range.endOffset);
  const made = () => editor.state.update({
    changes: { from, to, insert: event.data }, selection: { anchor: from + event.data.length },
    userEvent: "input.type", scrollIntoView: true,
  });
  event.preventDefault();
  if (!editor.state.facet(EditorView.inputHandler).some((handle) => handle(editor, from, to, event.data, made))) editor.dispatch(made());
  return true;
}

const run = () => { form.requestSubmit(); return true; };
const view = new EditorView({
  doc: area.value,
  extensions: [
    EditorView.cspNonce.of(form.dataset.nonce),
    lineNumbers(), highlightSpecialChars(), history(), bracketMatching(), closeBrackets(), highlightActiveLine(), lintGutter(),
    sparql(), syntaxHighlighting(colours), look, folding.extensions, autocompletion({ override: [complete], maxRenderedOptions: 60 }),
    Prec.highest(keymap.of([{ key: "Mod-Enter", run }, { key: "Shift-Alt-f", run: () => { tidy(); return true; } }, { key: "Shift-Alt-p", run: folding.toggle }])),
    // No key is bound to Tab: it leaves the editor.
    keymap.of([...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap]),
    EditorState.tabSize.of(2),
    EditorView.domEventHandlers({ beforeinput: typeOver }),
    EditorView.contentAttributes.of({ tabindex: "0", "aria-labelledby": "l-query", "aria-describedby": "touches", spellcheck: "false" }),
    EditorView.updateListener.of((update) => { if (update.docChanged) area.value = update.state.doc.toString(); }),
  ],
});
area.before(view.dom);
area.hidden = true;
document.getElementById("touches").hidden = false;
document.getElementById("l-query").addEventListener("click", (event) => { event.preventDefault(); view.focus(); });

folding.begin(view, Number(form.dataset.line ?? 0));
document.getElementById("prefixes").addEventListener("click", () => folding.toggle(view));
if (form.dataset.line) {
  const line = view.state.doc.line(Math.min(Number(form.dataset.line), view.state.doc.lines));
  const from = Math.min(line.from + Number(form.dataset.column) - 1, line.to);
  view.dispatch(setDiagnostics(view.state, [{ from, to: Math.max(from, line.to), severity: "error", message: form.dataset.message }]));
  view.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: "center" }) });
  view.focus();
}

// Another text stands as the one before it did: its declarations are folded, unless the reader opened them.
function put(text, more = {}) {
  view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, selection: { anchor: 0 }, ...more });
  folding.begin(view);
}

// Two buttons of the editor: one lays the query out, the other stops the one that runs.
const said = document.getElementById("dit");
const stop = document.getElementById("arreter");
const layout = document.getElementById("disposer");
function tidy() {
  const text = view.state.doc.toString();
  const laid = layOut(text);
  said.textContent = laid === null ? said.dataset.broken : laid === text ? said.dataset.same : "";
  if (laid !== null && laid !== text) put(laid, { scrollIntoView: true, annotations: isolateHistory.of("full") });
}
layout.hidden = false;
layout.addEventListener("click", tidy);
form.addEventListener("submit", () => { stop.hidden = false; said.textContent = ""; });
addEventListener("pageshow", () => { stop.hidden = true; });
stop.addEventListener("click", () => {
  // The server sees that nobody waits any more, and ends the query.
  window.stop();
  dispatchEvent(new Event("stopped"));
  stop.hidden = true;
  said.textContent = said.dataset.stopped;
  view.focus();
});

// The other customary form of a link to a query. Like the first it only shows it.
function fromHash() {
  const given = new URLSearchParams(location.hash.slice(1)).get("query");
  if (!given) return;
  put(given);
  document.getElementById("attente").hidden = false;
}
addEventListener("hashchange", fromHash);
fromHash();

// History: in this browser, for as long as the reader wants.
const KEY = "requetes";
const MOST = 30;
const box = document.getElementById("historique");
const kept = () => { try { return JSON.parse(localStorage.getItem(KEY)) ?? []; } catch { return []; } };
function remember() {
  const text = view.state.doc.toString();
  try { localStorage.setItem(KEY, JSON.stringify([text, ...kept().filter((each) => each !== text)].slice(0, MOST))); } catch { /* no storage: nothing is kept */ }
}
function list() {
  const items = kept().map((text) => {
    const item = document.createElement("li");
    const button = item.appendChild(document.createElement("button"));
    button.type = "button";
    button.title = text;
    const said = text.replace(/^\s*PREFIX[^\n]*\n/gim, "").replace(/\s+/g, " ").trim();
    button.textContent = said.length > 90 ? `${said.slice(0, 89)}…` : said;
    button.addEventListener("click", () => { put(text); view.focus(); });
    return item;
  });
  if (!items.length) items.push(Object.assign(document.createElement("li"), { className: "muted small", textContent: box.dataset.empty }));
  box.querySelector("ul").replaceChildren(...items);
}
form.addEventListener("submit", remember);
document.getElementById("oublier").addEventListener("click", () => { localStorage.removeItem(KEY); list(); });
box.hidden = false;
list();

// Terms of the schema are put where the reader writes.
for (const code of document.querySelectorAll("[data-term]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "term";
  button.title = form.dataset.insert;
  code.replaceWith(button);
  button.append(code);
  button.addEventListener("click", async () => {
    const { prefixes } = await terms();
    const { from, to } = view.state.selection.main;
    const apart = from > 0 && /\S/.test(view.state.sliceDoc(from - 1, from)) ? " " : "";
    insert(code.dataset.term, prefixes)(view, null, from, to, apart);
    view.focus();
  });
}

// Questions and terms that hold the words typed.
for (const box of document.querySelectorAll("[data-filters]")) {
  box.hidden = false;
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const items = [...document.getElementById(box.dataset.filters).querySelectorAll("li")];
  box.querySelector("input").addEventListener("input", (event) => {
    const words = plain(event.target.value).split(/\s+/).filter(Boolean);
    for (const item of items) item.hidden = !words.every((word) => plain(item.textContent).includes(word));
    for (const part of new Set(items.map((item) => item.parentElement.closest("details")))) {
      part.hidden = ![...part.querySelectorAll("li")].some((item) => !item.hidden);
      if (words.length) part.open = true;
    }
  });
}

for (const each of document.querySelectorAll(".copying, .snippet [data-copy]")) each.hidden = !navigator.clipboard;
for (const button of document.querySelectorAll("[data-copy]")) {
  const name = button.textContent;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    button.textContent = said.textContent = form.dataset.copied;
    setTimeout(() => { button.textContent = name; said.textContent = ""; }, 2000);
  });
}
