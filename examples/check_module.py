"""The module's file, for check_certificate.py: readers of its own, written from docs/formats.md.

read_module(FILE) reads .edges, and DOT without subgraphs, ports, HTML strings, strict, layers of equal ends
and keys, and invisible ones.  What it cannot read it says (ValueError); it never guesses.
"""
import collections
import re

# names, channels: by blob, None where the file says nothing.  layers: (tail, head).  kernels: by
# layer, (height, width) or None.  plain: by layer, whether it is a convolution of stride,
# dilation and groups 1; fault says what makes the numbers unusable, or is None.
Module = collections.namedtuple("Module", "names layers channels kernels plain fault")

# Attributes that this judge understands, by what has them, and those that only a drawing needs.  A claim
# about numbers is refused where there are others: they could change what a layer computes.
DRAWN = {"label", "color", "comment", "fillcolor", "fontcolor", "fontname", "fontsize", "penwidth", "pos", "rankdir",
         "shape", "style", "tooltip"}
OF_LAYERS = {"key", "kernel", "stride", "dilation", "groups", "kind"} | DRAWN
OF_BLOBS = {"channels"} | DRAWN
NOTHING_NEW = {("groups", "1"), ("stride", "1"), ("dilation", "1"), ("kind", "identity")} # wherever it stands
OF_GRAPH = {"padding", "source", "sink"} | DRAWN

TOKEN = re.compile(r"""(?P<nothing> \s+ | //[^\n]* | /\*.*?\*/ | \#[^\n]* )
                     | (?P<string> "(?:[^"\\]|\\.)*" )
                     | (?P<word> (?: [A-Za-z_\u0080-\U0010FFFF][0-9A-Za-z_\u0080-\U0010FFFF]*
                                   | -?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+) )
                                 (?![0-9A-Za-z_.\u0080-\U0010FFFF]|-[^>]) )
                     | (?P<sign> -> | [{}\[\];,=] )""", re.VERBOSE | re.DOTALL)
KEYWORDS = ("node", "edge", "graph", "digraph", "strict", "subgraph")


def check_ends(layers, source, sink):
    """The ends that the file declares, if it does, are the module's."""
    if source is not None and {u for u, _ in layers} - {v for _, v in layers} != {source}:
        raise ValueError("the source is another blob than declared")
    if sink is not None and {v for _, v in layers} - {u for u, _ in layers} != {sink}:
        raise ValueError("the sink is another blob than declared")


def read_edges(text):
    rows = [tuple(map(int, line.split())) for line in re.sub(r"#.*", "", text).splitlines() if line.strip()]
    (n, m, source, sink), *layers = rows
    if len(layers) != m or n > m + 1 or any(len(layer) != 2 for layer in layers):
        raise ValueError("this is no module of %d blobs and %d layers" % (n, m))
    check_ends(layers, source, sink)
    return Module([None] * n, layers, [None] * n, [None] * len(layers), [True] * len(layers), None)


def tokens(text):
    """Pairs: an ID and its text, or a key word or sign and itself."""
    at = 0
    while at < len(text):
        m = TOKEN.match(text, at)
        if not m:
            raise ValueError("this judge cannot read %r" % text[at:at + 20])
        at = m.end()
        if m.lastgroup == "string":
            if "\\\\" in m[0]:
                raise ValueError("this judge reads no doubled backslashes")
            yield "ID", m[0][1:-1].replace("\\\n", "").replace('\\"', '"')
        elif m.lastgroup == "word":
            yield (m[0].lower() if m[0].lower() in KEYWORDS else "ID"), m[0]
        elif m.lastgroup == "sign":
            yield m[0], m[0]
    yield from [("", "the end of the file")] * 2  # two, since one word is looked ahead


class Dot:
    """digraph [ID] { … } with its defaults, blobs and layers; each has a dictionary of attributes."""

    def __init__(self, text):
        self.words, self.at = list(tokens(text)), 0
        self.defaults = {"node": {}, "edge": {}, "graph": {}}
        self.blobs, self.layers, self.keys = {}, [], set()
        self.take("digraph")
        self.try_take("ID")
        self.take("{")
        while not self.try_take("}"):
            self.statement()
        self.take("")

    def sees(self, kind):
        return self.words[self.at][0] == kind

    def take(self, kind):
        if not self.sees(kind):
            raise ValueError("this judge reads plain digraphs only; here is %r" % self.words[self.at][1])
        self.at += 1
        return self.words[self.at - 1][1]

    def try_take(self, kind):
        return self.sees(kind) and self.take(kind) is not None

    def statement(self):
        if self.try_take(";"):
            return
        for kind, values in self.defaults.items():
            if self.try_take(kind):
                values.update(self.lists())
                return
        if self.words[self.at + 1][0] == "=":
            self.defaults["graph"].update([self.pair()])
            return
        operands, first = [self.operand()], len(self.layers)
        while self.try_take("->"):
            operands.append(self.operand())
        for tails, heads in zip(operands, operands[1:]):
            self.layers += [(u, v, dict(self.defaults["edge"])) for u in tails for v in heads]
        values = self.lists()
        if len(operands) > 1 and "key" in values:
            keys = [(u, v, values["key"]) for u, v, _ in self.layers[first:]]
            if len(set(keys)) < len(keys) or self.keys.intersection(keys):
                raise ValueError("this judge reads no layers of equal ends and keys")
            self.keys.update(keys)
        for things in ([a for _, _, a in self.layers[first:]] if len(operands) > 1 else
                       [self.blobs[b] for b in operands[0]]):
            things.update(values)

    def operand(self):
        """One blob, or several with commas between them; a new one starts with the defaults."""
        names = [self.take("ID")]
        while self.try_take(","):
            names.append(self.take("ID"))
        for name in names:
            self.blobs.setdefault(name, dict(self.defaults["node"]))
        return names

    def pair(self):
        name = self.take("ID")
        self.take("=")
        return name, self.take("ID")

    def lists(self):
        values = {}
        while self.try_take("["):
            while not self.try_take("]"):
                values.update([self.pair()])
                self.try_take(",") or self.try_take(";")
        return values


class Unusable(ValueError):
    """A value that is none."""


def number(values, name):
    """The number that an attribute gives; None when there is none.  An empty value is no value."""
    text = values.get(name) or None
    if text and not (re.fullmatch("[0-9]+", text) and 1 <= int(text) < 2 ** 32):
        raise Unusable("%s is no number from 1: %r" % (name, text))
    return text and int(text)


def kernel(values):
    text = values.get("kernel") or None
    m = text and re.fullmatch("([0-9]*[13579])(?:x([0-9]*[13579]))?", text)
    if text and not m:
        raise Unusable("kernel is no odd number, nor two: %r" % text)
    return m and (int(m[1]), int(m[2] or m[1]))


def is_plain(values):
    return (values.get("kind") or "conv") == "conv" and all(number(values, name) in (None, 1)
                                                            for name in ("stride", "dilation", "groups"))


def numbers(blobs, layers, graph):
    """channels, kernels, plain and fault of a Module; with a fault nothing is known of the rest."""
    try:
        for known, things in ((OF_GRAPH, [graph]), (OF_LAYERS, layers), (OF_BLOBS, blobs)):
            for name, value in (pair for values in things for pair in values.items()):
                if value and name not in known and (name, value) not in NOTHING_NEW:
                    raise Unusable("this judge does not know %s=%r here" % (name, value))
        return ([number(values, "channels") for values in blobs], [kernel(values) for values in layers],
                [is_plain(values) for values in layers], None)
    except Unusable as e:
        return [None] * len(blobs), [None] * len(layers), [False] * len(layers), str(e)


def read_dot(text):
    dot = Dot(text)
    if any("invis" in (values.get("style") or "") for values in [*dot.blobs.values(), *(a for _, _, a in dot.layers)]):
        raise ValueError("this judge reads no invisible layers and blobs")
    at = {name: i for i, name in enumerate(dot.blobs)}
    check_ends([layer[:2] for layer in dot.layers],
               *(dot.defaults["graph"].get(end) or None for end in ("source", "sink")))
    return Module([name.encode() for name in dot.blobs], [(at[u], at[v]) for u, v, _ in dot.layers],
                  *numbers(list(dot.blobs.values()), [values for _, _, values in dot.layers], dot.defaults["graph"]))


def read_module(file):
    with open(file, encoding="utf-8-sig") as f:
        return read_edges(f.read()) if file.endswith(".edges") else read_dot(f.read())
