#!/usr/bin/env python3
"""An independent judge of modmorph's certificates: simple, complex, complexity K, feasible, infeasible.

    check_certificate.py MODULE CERT     MODULE: .edges, or DOT without subgraphs, ports and HTML strings
    check_certificate.py CERT            the claim about the graph that CERT repeats

Prints "accepted: …" and what, or "refused: …"; exit status 0, 1, or 2 when it cannot judge.

Written from the grammar and the meaning of certificates in docs/formats.md alone, with the
standard library only.  It is an example for those who want to write their own, and it takes
another way than modmorph-check: it counts degrees at every step.
"""
import re
import sys

sys.dont_write_bytecode = True
from check_capacity import check_capacity, read_cut, read_plan, read_shape, state_capacity  # noqa: E402
from check_module import read_module  # noqa: E402

NUMBER = rb"(0|[1-9][0-9]{0,9})"
CAPACITY = (b"feasible", b"infeasible")
PATHS = (b"sa", b"sb", b"ab", b"at", b"bt", b"in", b"out")


class Refused(Exception):
    pass


def need(condition, reason):
    if not condition:
        raise Refused(reason)


# ---- reading a certificate: one spelling ----------------------------------------------

def spelled(name):
    """How the bytes of a name stand between quotes."""
    out = b""
    for c in name.decode("utf-8", "surrogateescape"):
        raw = c.encode("utf-8", "surrogateescape")
        if c in '"\\':
            out += b"\\" + raw
        elif ord(c) < 0x20 or ord(c) == 0x7F or 0xDC80 <= ord(c) <= 0xDCFF:
            out += b"\\x%02x" % raw[0]
        else:
            out += raw
    return out


def unspelled(text):
    def plain(m):
        return bytes([int(m[1], 16)]) if m[1] else m[2]
    name = re.sub(rb"\\(?:x([0-9a-f]{2})|(.))", plain, text)
    need(b"\0" not in name and spelled(name) == text, "a name is not spelled as it should be")
    return name


class Lines:
    def __init__(self, data):
        need(data.endswith(b"\n"), "the file does not end with a line feed")
        self.lines, self.at = data[:-1].split(b"\n"), 0

    def next(self, pattern):
        """The groups of the next line, which has to match; digits as numbers."""
        line = self.lines[self.at] if self.at < len(self.lines) else b""
        m = re.fullmatch(pattern, line, re.DOTALL)
        need(m and self.at < len(self.lines), "line %d is not %r" % (self.at + 1, pattern.decode()))
        self.at += 1
        return [self.number(g) if g and g.isdigit() else g for g in m.groups()]

    def numbers(self, word, least, most=None):
        """The numbers on a line that begins with a word."""
        found = [self.number(x) for x in self.next(word + rb"((?: " + NUMBER + rb")*)")[0].split()]
        need(least <= len(found) and (most is None or len(found) <= most), "line %d: not so many numbers" % self.at)
        return found

    def number(self, digits):
        need(int(digits) <= 4294967294, "a number is too large")
        return int(digits)

    def sees(self, word):
        return self.at < len(self.lines) and self.lines[self.at].startswith(word)


def read_reduction(f, c):
    """The witness of the claims simple, complex and complexity."""
    if c["claim"] != b"simple":
        c["branch"] = f.numbers(rb"branch", 4)
        c["paths"] = [f.numbers(w, 1) if i < 5 or f.sees(w + b" ") else [] for i, w in enumerate(PATHS)]
    if c["claim"] != b"complex":
        count, = f.next(rb"steps " + NUMBER)
        c["steps"] = []
        for _ in range(count):
            rule = next((w for w in (b"N in", b"N out") if c["k"] is not None and f.sees(w)), None)
            c["steps"].append((rule, f.numbers(rule, 2)) if rule else
                              (lambda r, a, b: (r, [a, b]))(*f.next(rb"([SP]) " + NUMBER + rb" " + NUMBER)))
    if c["claim"] == b"complexity":
        count, = f.next(rb"chains " + NUMBER)
        c["chains"] = [f.numbers(rb"c", 2) for _ in range(count)]


def read(data):
    """A certificate as a dictionary; its claim and the shape of its lines are right."""
    f = Lines(data)
    f.next(rb"modmorph-certificate 1")
    claim, k = f.next(rb"claim (simple|complex|feasible|infeasible|complexity(?= ))(?: " + NUMBER + rb")?")
    need((claim == b"complexity") == (k is not None), "the claim and its number do not go together")
    c = {"claim": claim, "k": k}
    n, = f.next(rb"blobs " + NUMBER)
    c["blobs"] = [f.next(rb"v " + NUMBER + rb'(?: (".*"))?') for _ in range(n)]
    c["names"] = [name and unspelled(name[1:-1]) for _, name in c["blobs"]]
    m, = f.next(rb"layers " + NUMBER)
    c["layers"] = [f.next(rb"e " + NUMBER + rb" " + NUMBER) for _ in range(m)]
    if claim in CAPACITY:
        c.update(read_shape(f, n, m))
        c.update(read_plan(f, n, m) if claim == b"feasible" else read_cut(f))
    else:
        read_reduction(f, c)
    f.next(rb"end")
    need(f.at == len(f.lines), "something follows the end")
    return c


# ---- judging ----------------------------------------------------------------------------

def check_graph(c, module):
    """It is a module, numbered topologically, and the one that was asked about."""
    n, m = len(c["blobs"]), len(c["layers"])
    need(m > 0, "there is no layer")
    need(all(1 <= u < v <= n for u, v in c["layers"]), "the vertices are not numbered topologically")
    need({v for _, v in c["layers"]} == set(range(2, n + 1)), "vertex 1 is not the only source")
    need({u for u, _ in c["layers"]} == set(range(1, n)), "vertex %d is not the only sink" % n)
    blob = [b for b, _ in c["blobs"]]
    need(sorted(blob) == list(range(n)), "the vertices are not the blobs, one each")
    if module:
        need(len(module.names) == n and len(module.layers) == m, "the certificate is about another module")
        need([module.names[b] for b in blob] == c["names"], "a blob has another name in the module")
        need(module.layers == [(blob[u - 1], blob[v - 1]) for u, v in c["layers"]],
             "a layer has other ends in the module")


def check_bridge(c):
    n, branch, inside = len(c["blobs"]), c["branch"], set()
    need(len(branch) == 4 and len(set(branch)) == 4 and all(1 <= v <= n for v in branch), "not four branch vertices")
    s, a, b, t = branch
    ends = ((s, a), (s, b), (a, b), (a, t), (b, t), (1, s), (t, n))
    for word, path, (at, goal) in zip(PATHS, c["paths"], ends):
        for i, e in enumerate(path):
            need(1 <= e <= len(c["layers"]) and c["layers"][e - 1][0] == at, "path %s is broken" % word.decode())
            if i > 0:
                need(at not in branch and at not in inside, "path %s meets another" % word.decode())
                inside.add(at)
            at = c["layers"][e - 1][1]
        need(at == goal or not path, "path %s ends at the wrong vertex" % word.decode())


def check_steps(c):
    """Replay, with the degrees of all vertices; how many node reductions there were."""
    n, nodes = len(c["blobs"]), 0
    tail = {e: u for e, (u, _) in enumerate(c["layers"], 1)}
    head = {e: v for e, (_, v) in enumerate(c["layers"], 1)}
    into, out = [0] * (n + 1), [0] * (n + 1)
    for e in tail:
        into[head[e]] += 1
        out[tail[e]] += 1
    for number, (rule, (a, *x)) in enumerate(c["steps"], 1):
        here = "step %d: " % number
        need(all(e in tail for e in (a, *x)), here + "a layer is not there (any more)")
        need(a not in x and len(set(x)) == len(x), here + "a layer is named twice")
        if rule == b"P":
            need((tail[a], head[a]) == (tail[x[0]], head[x[0]]), here + "the layers have different ends")
            gone = x[0]
        elif rule == b"N out":
            v, gone, nodes = tail[a], a, nodes + 1
            need(all(head[e] == v for e in x), here + "a layer does not end there")
            need(out[v] == 1 and into[v] == len(x), here + "other layers touch the vertex")
            for e in x:
                head[e] = head[a]
                into[v], into[head[a]] = into[v] - 1, into[head[a]] + 1
        else:
            v = head[a]
            need(all(tail[e] == v for e in x), here + "a layer does not start there")
            need(into[v] == 1 and out[v] == len(x), here + "other layers touch the vertex")
            if rule == b"S":
                gone = x[0]
                out[v], into[v] = 1, 0
                head[a] = head[gone]
                into[head[a]] += 1
            else:
                gone, nodes = a, nodes + 1
                for e in x:
                    tail[e] = tail[a]
                    out[v], out[tail[a]] = out[v] - 1, out[tail[a]] + 1
        into[head[gone]] -= 1
        out[tail[gone]] -= 1
        del tail[gone], head[gone]
    need(len(tail) == 1, "the steps leave %d layers" % len(tail))
    need(set(tail.values()) == {1} and set(head.values()) == {n}, "the last layer is not from source to sink")
    return nodes


def dominators(n, layers):
    """The immediate dominator of each vertex 2 … n from 1.  All that precedes a vertex has a lower
    number, so one pass is enough: the last vertex common to the rows of its predecessors."""
    before, idom = [[] for _ in range(n + 1)], [0] * (n + 1)
    for u, v in layers:
        before[v].append(u)
    for v in range(2, n + 1):
        d = before[v][0]
        for u in before[v]:
            while d != u:
                d, u = (idom[d], u) if d > u else (d, idom[u])
        idom[v] = d
    return idom


def check_chains(c):
    n, used, total = len(c["blobs"]), set(), 0
    idom = dominators(n, c["layers"])
    turned = dominators(n, [(n + 1 - v, n + 1 - u) for u, v in c["layers"]])
    after = [[] for _ in range(n + 1)]
    for u, v in c["layers"]:
        after[u].append(v)
    for chain in c["chains"]:
        need(all(1 < v < n and v not in used for v in chain) and len(set(chain)) == len(chain),
             "a vertex is on two chains, or is no interior vertex")
        used.update(chain)
        total += len(chain) - 1
        for v, w in zip(chain, chain[1:]):
            need(idom[w] < v < w < n + 1 - turned[n + 1 - v], "vertices %d, %d are no pair" % (v, w))
            seen, stack = {v}, [v]
            while stack:
                new = [x for x in after[stack.pop()] if x <= w and x not in seen]
                seen.update(new)
                stack += new
            need(w in seen, "vertex %d does not reach vertex %d" % (v, w))
    return total


def check(c, module=None):
    check_graph(c, module)
    if c["claim"] in CAPACITY:
        for holds, reason in check_capacity(c, module):
            need(holds, reason)
        return
    if c["claim"] != b"simple":
        check_bridge(c)
    if c["claim"] != b"complex":
        need(check_steps(c) == (c["k"] or 0), "there are more or fewer node reductions than claimed")
    if c["claim"] == b"complexity":
        need(c["k"] >= 1 and check_chains(c) == c["k"], "the chains do not add up to what is claimed")


def statement(c):
    """What was accepted, in words."""
    if c["claim"] in CAPACITY:
        return state_capacity(c)
    return c["claim"].decode() + (" %d" % c["k"] if c["k"] is not None else "")


def main(arguments):
    if len(arguments) not in (1, 2):
        print(__doc__.strip(), file=sys.stderr)
        return 2
    try:
        module = read_module(arguments[0]) if len(arguments) == 2 else None
        with open(arguments[-1], "rb") as f:
            c = read(f.read())
        check(c, module)
        print("accepted: %s" % statement(c))
        return 0
    except Refused as reason:
        print("refused: %s" % reason)
        return 1
    except (OSError, ValueError) as trouble:
        print("check_certificate.py: %s" % trouble, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
