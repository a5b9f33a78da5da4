// Lays a query out on lines. Nothing but the space between its words changes, and the case of its keywords.
import { SparqlLanguage } from "codemirror-lang-sparql";

const UNIT = "  ";
const WIDTH = 100;
const SHORT = 76;
const GROUPS = new Set(["GroupGraphPattern", "ConstructTemplate", "ConstructTriples"]);
const OWN_LINE = new Set([
  "TriplesSameSubject", "TriplesSameSubjectPath", "GraphPatternNotTriples", "Filter", "Bind", "SubSelect",
  "DatasetClause", "GroupClause", "HavingClause", "OrderClause", "LimitOffsetClauses", "ValuesClause",
]);

// What a query is made of, in order: a word, a sign, a comment.
function pieces(tree, text) {
  const found = [];
  let at = 0;
  const between = (to) => {
    for (const match of text.slice(at, to).matchAll(/[{}()[\];,]|[^\s{}()[\];,]+/g)) {
      found.push({ from: at + match.index, text: match[0], sign: true });
    }
  };
  tree.iterate({
    enter(node) {
      if (node.node.firstChild || node.from === node.to) return;
      between(node.from);
      const said = text.slice(node.from, node.to);
      const keyword = /^[A-Z_]+$/.test(node.name) && !/^(TRUE|FALSE)$/.test(node.name) && said.toUpperCase() === node.name;
      // Comments that follow each other are one word of the grammar.
      if (node.name === "Comment") for (const match of said.matchAll(/#[^\n]*/g)) found.push({ from: node.from + match.index, text: match[0].trimEnd(), comment: true });
      else found.push({ from: node.from, text: keyword ? node.name : said, sign: node.name.length === 1 });
      at = node.to;
    },
  });
  between(text.length);
  return found;
}

// Where lines begin, by place in the text, and how far in.
function lines(tree, text) {
  const starts = new Map();
  const told = (from, to) => text.slice(from, to).replace(/\s+/g, " ").trim();
  const tell = (place, more) => starts.set(place, { ...starts.get(place), ...more });
  const begin = (place, depth) => { if (starts.get(place)?.depth === undefined) tell(place, { depth }); };
  const children = (node) => { const found = []; for (let each = node.firstChild; each; each = each.nextSibling) found.push(each); return found; };
  // A group of one condition stays on its line.
  const short = (node) => {
    const said = text.slice(node.from, node.to);
    if (/^\{\s*\}$/.test(said)) return true;
    if (node.parent.name === "ConstructQuery" || (node.parent.name === "WhereClause" && node.parent.parent.name !== "SubSelect")) return false;
    let conditions = 0;
    let deep = false;
    node.cursor().iterate((each) => {
      conditions += OWN_LINE.has(each.name) && each.name !== "GraphPatternNotTriples" && each.name !== "SubSelect";
      deep ||= (each.name === "Comment" || each.name === ";" || GROUPS.has(each.name)) && each.from > node.from;
    });
    return conditions < 2 && !deep && told(node.from, node.to).length <= SHORT;
  };
  const walk = (node, depth) => {
    const { name } = node;
    if (name === "PrefixDecl" || name === "BaseDecl") begin(node.from, 0);
    if (/^(Select|Construct|Describe|Ask)Query$/.test(name)) begin(node.from, 0);
    if (OWN_LINE.has(name) && node.from < node.to) begin(node.from, depth);
    if (name === "WhereClause" && (node.prevSibling?.name === "DatasetClause" || told(node.parent.from, node.from).length > SHORT)) begin(node.from, depth);
    if (GROUPS.has(name) && text[node.from] === "{") {
      const one = short(node);
      tell(node.from, one ? { room: true } : { room: true, opens: depth + 1 });
      tell(node.to - 1, one ? { room: true } : { depth });
      if (!one) for (const each of children(node)) walk(each, depth + 1);
      return;
    }
    if (name === "InlineDataFull" && told(node.from, node.to).length > WIDTH) {
      const open = text.indexOf("{", node.from);
      const rows = children(node).filter((each) => each.name === "DataBlockValue" && each.from > open);
      // The bracket that opens a row stands before its first value.
      for (const each of rows) if (/[({]\s*$/.test(text.slice(open + 1, each.from))) begin(text.lastIndexOf("(", each.from), depth + 1);
      tell(node.to - 1, { depth });
    }
    const inner = name === "BlankNodePropertyList" || name === "BlankNodePropertyListPath" ? depth + 1 : depth;
    for (const each of children(node)) {
      if (each.name === ";") tell(each.from, { after: inner + 1 });
      walk(each, inner);
    }
  };
  walk(tree.topNode, 0);
  return starts;
}

// A query as it is read best; nothing where it is not one.
export function layOut(text) {
  const tree = SparqlLanguage.parser.parse(text);
  let broken = false;
  tree.iterate({ enter: (node) => { broken ||= node.type.isError; } });
  if (broken) return null;
  const found = pieces(tree, text);
  const starts = lines(tree, text);
  let out = "";
  let depth = 0;
  let due = null;
  found.forEach((piece, at) => {
    const before = at ? text.slice(found[at - 1].from + found[at - 1].text.length, piece.from) : "";
    const start = starts.get(piece.from);
    const newline = (deep) => {
      depth = deep;
      out = out.trimEnd();
      if (out) out += /\n\s*\n/.test(before) ? "\n\n" : "\n";
      out += UNIT.repeat(deep);
    };
    if (piece.comment) {
      if (!at || before.includes("\n")) {
        const next = found.slice(at + 1).find((each) => !each.comment);
        const said = next && starts.get(next.from);
        newline(said?.depth === undefined ? due ?? depth : said.depth + (next.text === "}" ? 1 : 0));
      } else out = `${out.trimEnd()} `;
      out += piece.text;
      due ??= depth;
      return;
    }
    const closes = /^[.;\]})]/.test(piece.text) && piece.sign;
    if (start?.depth !== undefined) newline(start.depth);
    else if (due !== null && !(closes && !found[at - 1].comment)) newline(due);
    else if (before || start?.room || (piece.sign && /^[.;]$/.test(piece.text)) || found[at - 1]?.text === "," || found[at - 1]?.text === "{" || piece.text === "}") out = at ? `${out.trimEnd()} ` : out;
    // What is too long for its line goes on in the next one, further in.
    if (out.endsWith(" ") && out.trimEnd() && out.length - out.lastIndexOf("\n") - 1 + piece.text.length > WIDTH) out = `${out.trimEnd()}\n${UNIT.repeat(depth + 1)}`;
    out += piece.text;
    due = start?.after ?? start?.opens ?? null;
  });
  return `${out}\n`;
}
