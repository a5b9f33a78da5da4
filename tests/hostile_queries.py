"""Queries that are written to harm: more than a hundred, invented here, by what they are after."""

from __future__ import annotations

from collections.abc import Iterator

_A = "<http://a/p>"


def hostile_queries() -> dict[str, str]:
    """Return the queries by name."""
    return {
        name: text
        for part in (_nested, _repeated, _products, _memory, _paths, _texts, _broken, _outside)
        for name, text in part()
    }


def _nested() -> Iterator[tuple[str, str]]:
    """Yield what a parser that calls itself does not survive."""
    for depth in (99, 1000, 5000, 20_000):
        yield f"brackets-{depth}", "SELECT * { ?s ?p " + "[ ?p " * depth + "1" + "]" * depth + " }"
        yield f"parentheses-{depth}", "SELECT * { FILTER(" + "(" * depth + "1" + ")" * depth + ") }"
        yield f"groups-{depth}", "SELECT * " + "{" * depth + "}" * depth
        yield f"lists-{depth}", "SELECT * { ?s ?p " + "(" * depth + ")" * depth + " }"
        yield f"open-{depth}", "SELECT * { ?s ?p " + "[" * depth
    for depth in (50, 99):
        yield f"subselects-{depth}", "SELECT * { " * depth + "?s ?p ?o" + " }" * depth
        yield (
            f"not-exists-{depth}",
            "SELECT * { ?s ?p ?o " + "FILTER NOT EXISTS { ?s ?p ?o " * depth + "}" * (depth + 1),
        )
        yield (
            f"optionals-inside-{depth}",
            "SELECT * { ?s ?p ?o " + "OPTIONAL { ?s ?p ?o " * depth + "}" * (depth + 1),
        )
        yield (
            f"minus-inside-{depth}",
            "SELECT * { ?s ?p ?o " + "MINUS { ?s ?p ?o " * depth + "}" * (depth + 1),
        )
        yield f"calls-{depth}", "SELECT (" + "STR(" * depth + "1" + ")" * depth + " AS ?x) {}"
        yield f"conditions-{depth}", "SELECT (" + "IF(true," * depth + "1" + ",1)" * depth + " AS ?x) {}"
    for sign in ("!", "-", "+"):
        yield f"signs-{sign}", "SELECT * { FILTER(" + sign * 60_000 + "1) }"
    yield "inverses", "SELECT * { ?s " + "^" * 30_000 + f"{_A} ?o }}"
    yield "negated-paths", "SELECT * { ?s " + "!" * 60_000 + f"{_A} ?o }}"


def _repeated() -> Iterator[tuple[str, str]]:
    """Yield what is flat, and deep once it is parsed."""
    yield "optionals", "SELECT * { " + "OPTIONAL { ?s ?p ?o } " * 2500 + "}"
    yield (
        "optionals-apart",
        "SELECT * { " + " ".join(f"OPTIONAL {{ ?s{i} ?p{i} ?o{i} }}" for i in range(40)) + "}",
    )
    yield "unions", "SELECT * { " + " UNION ".join(["{ ?s ?p ?o }"] * 3000) + " }"
    yield "minuses", "SELECT * { ?s ?p ?o " + "MINUS { ?s ?p ?o } " * 2500 + "}"
    yield "filters", "SELECT * { ?s ?p ?o " + "FILTER(?s != ?o) " * 3000 + "}"
    yield "binds", "SELECT * { " + " ".join(f"BIND({i} AS ?x{i})" for i in range(2500)) + " }"
    yield "patterns", "SELECT * { " + " ".join(f"?s{i} ?p{i} ?o{i} ." for i in range(2000)) + " }"
    yield "sums", "SELECT (" + "1+" * 30_000 + "1 AS ?x) {}"
    yield "ors", "SELECT * { ?s ?p ?o FILTER(" + "||".join(["?s=?o"] * 9000) + ") }"
    yield "ins", "SELECT * { ?s ?p ?o FILTER(?o IN (" + ",".join(map(str, range(11_000))) + ")) }"
    yield "sequences", "SELECT * { ?s " + "/".join([_A] * 4000) + " ?o }"
    yield "alternatives", "SELECT * { ?s " + "|".join([_A] * 4000) + " ?o }"
    yield "projections", "SELECT " + " ".join(f"?v{i}" for i in range(9000)) + " { ?s ?p ?o }"
    yield "prefixes", "".join(f"PREFIX p{i}: <http://a/{i}> " for i in range(2200)) + "ASK {}"
    yield "graphs", "SELECT * " + "".join(f"FROM <http://a/{i}> " for i in range(2500)) + "{ ?s ?p ?o }"


def _products() -> Iterator[tuple[str, str]]:
    """Yield what has far more solutions than anybody can wait for."""
    for count in (3, 4, 6):
        patterns = " . ".join(f"?a{i} ?b{i} ?c{i}" for i in range(count))
        yield f"count-{count}", f"SELECT (COUNT(*) AS ?n) {{ {patterns} }}"
        yield f"order-{count}", f"SELECT * {{ {patterns} }} ORDER BY RAND() LIMIT 1"
        yield f"distinct-{count}", f"SELECT DISTINCT ?a0 ?c1 {{ {patterns} }} OFFSET 100000000"
        yield f"group-{count}", f"SELECT ?a0 ?c1 (COUNT(*) AS ?n) {{ {patterns} }} GROUP BY ?a0 ?c1"
        yield f"ask-{count}", f"ASK {{ {patterns} FILTER(?a0 = 1) }}"
        yield f"construct-{count}", f"CONSTRUCT {{ ?a0 ?b1 ?c2 }} WHERE {{ {patterns} }}"
        yield f"flood-{count}", f"SELECT * {{ {patterns} }}"
    yield "describe-all", "DESCRIBE * { ?s ?p ?o . ?a ?b ?c }"
    yield "offset", "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } OFFSET 9223372036854775807"
    yield (
        "exists",
        "SELECT * { ?a ?b ?c . ?d ?e ?f FILTER NOT EXISTS { ?x ?y ?z FILTER(?x = ?c && ?z = ?d) } }",
    )
    yield "minus-product", "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f MINUS { ?a ?x ?y . ?d ?z ?w } }"
    for size in (300, 1500):
        values = " ".join(map(str, range(size)))
        yield (
            f"values-{size}",
            f"SELECT (COUNT(*) AS ?n) {{ VALUES ?a {{ {values} }} VALUES ?b {{ {values} }} ?s ?p ?o }}",
        )
        yield (
            f"values-sorted-{size}",
            f"SELECT * {{ VALUES ?a {{ {values} }} VALUES ?b {{ {values} }} }} ORDER BY DESC(?a * ?b)",
        )
    yield "values-all", "SELECT * { VALUES ?a { " + "1 " * 30_000 + "} }"


def _memory() -> Iterator[tuple[str, str]]:
    """Yield what asks for all memory."""
    for letters in ("x", "é", "\\u0000"):
        binds = " ".join(f"BIND(CONCAT(?x{i}, ?x{i}) AS ?x{i + 1})" for i in range(34))
        yield (
            f"doubling-{letters}",
            f'SELECT (STRLEN(?x34) AS ?n) {{ BIND("{letters * 10}" AS ?x0) {binds} }}',
        )
    yield "concat", "SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?c), STR(?f))) AS ?t) { ?a ?b ?c . ?d ?e ?f }"
    yield (
        "replace",
        'SELECT (REPLACE(GROUP_CONCAT(STR(?c)), ".", "xxxxxxxxxx") AS ?t) { ?a ?b ?c . ?d ?e ?f }',
    )
    yield "encode", "SELECT (ENCODE_FOR_URI(GROUP_CONCAT(STR(?c))) AS ?t) { ?a ?b ?c . ?d ?e ?f }"
    yield (
        "samples",
        "SELECT ?a ?d (GROUP_CONCAT(STR(?f)) AS ?y) { ?a ?b ?c . ?d ?e ?f } GROUP BY ?a ?d",
    )


def _paths() -> Iterator[tuple[str, str]]:
    """Yield paths that go everywhere."""
    anything = "(<http://a/1>|!<http://a/1>)"
    for modifier in ("*", "+"):
        yield f"all-{modifier}", f"SELECT (COUNT(*) AS ?n) {{ ?s {anything}{modifier} ?o }}"
        yield f"twice-{modifier}", f"SELECT (COUNT(*) AS ?n) {{ ?s ({anything}{modifier}){modifier} ?o }}"
        yield (
            f"there-and-back-{modifier}",
            f"SELECT (COUNT(*) AS ?n) {{ ?s ({anything}/^{anything}){modifier} ?o }}",
        )
        yield (
            f"chained-{modifier}",
            f"SELECT (COUNT(*) AS ?n) {{ ?s {'/'.join([anything + modifier] * 6)} ?o }}",
        )
        yield f"ask-path-{modifier}", f"ASK {{ ?s ({anything}|^{anything}){modifier} <http://a/nowhere> }}"
    yield "steps", f"SELECT (COUNT(*) AS ?n) {{ ?s {'/'.join([f'({anything}|^{anything})'] * 12)} ?o }}"
    yield "maybe", f"SELECT (COUNT(*) AS ?n) {{ ?s {'/'.join([f'({anything}|^{anything})?'] * 12)} ?o }}"


def _texts() -> Iterator[tuple[str, str]]:
    """Yield giant literals, and patterns that a backtracking engine never ends."""
    text = "a" * 5000 + "!"
    for name, pattern in {
        "plus": "^(a+)+$",
        "star": "^(a*)*$",
        "alternatives": "^(a|aa)+$",
        "any": "^(.*a){25}$",
        "counted": "^(a{1,900}){1,900}$",
        "optional": "^" + "a?" * 2000 + "a" * 2000 + "$",
        "nested": "(" * 90 + "a" + "*)" * 90,
    }.items():
        yield f"regex-{name}", f'ASK {{ FILTER(REGEX("{text}", "{pattern}")) }}'
    yield (
        "regex-everywhere",
        'SELECT * { ?a ?b ?c . ?d ?e ?f FILTER(REGEX(CONCAT(STR(?c), STR(?f)), "(.*)(.*)(.*)z$")) }',
    )
    yield "literal", 'SELECT ("' + "é" * 30_000 + '" AS ?x) {}'
    yield "number", "SELECT (" + "9" * 60_000 + " AS ?x) {}"
    yield "exponent", "SELECT (1e" + "9" * 60_000 + " * 2 AS ?x) {}"
    yield "decimal", "SELECT (0." + "1" * 60_000 + " + 1 AS ?x) {}"
    yield "iri", "SELECT * { ?s <http://a/" + "a" * 60_000 + "> ?o }"
    yield "variable", "SELECT ?" + "v" * 60_000 + " {}"
    yield "language", 'SELECT ("a"@' + "a-" * 30_000 + "a AS ?x) {}"
    yield (
        "duration",
        'SELECT ("P' + "9" * 60_000 + 'Y"^^<http://www.w3.org/2001/XMLSchema#duration> AS ?x) {}',
    )
    yield "comment", "#" + "x" * 60_000
    yield "quotes", "SELECT * { ?s ?p " + '"' * 60_000 + " }"
    yield "escapes", 'SELECT ("' + "\\" * 60_000 + '" AS ?x) {}'


def _broken() -> Iterator[tuple[str, str]]:
    """Yield what is no query."""
    yield "empty", ""
    yield "nought", "\x00" * 1000
    yield "marks", "\ufeff\u202e\u2028ASK {}"
    yield "surrogates", "ASK { \\uD800\\uDFFF }"
    yield "blanks", " \n" * 30_000
    yield "semicolons", "SELECT * { ?s ?p ?o " + ";" * 60_000 + " }"
    yield "commas", "SELECT * { ?s ?p ?o" + ",?o" * 20_000 + " }"
    yield "words", "SELECT " * 9000
    yield "angles", "SELECT * { " + "<" * 60_000
    yield "too-long", "#" + "x" * 200_000
    yield "unknown-function", "SELECT (<http://a/f>(1) AS ?x) {}"


def _outside() -> Iterator[tuple[str, str]]:
    """Yield what calls out, reads files or writes."""
    yield "service", "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"
    yield "service-hidden", "ASK { FILTER EXISTS { SERVICE SILENT ?x { ?s ?p ?o } } }"
    yield "load", "LOAD <http://127.0.0.1:9/>"
    yield "load-file", "LOAD <file:///etc/passwd>"
    yield "from-file", "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }"
    yield "from-named-file", "SELECT * FROM NAMED <FILE:///etc/passwd> { GRAPH ?g { ?s ?p ?o } }"
    yield "insert", "INSERT DATA { <http://a/> <http://a/> 1 }"
    yield "clear", "CLEAR ALL"
