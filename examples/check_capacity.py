"""What a module can hold, for check_certificate.py: the claims feasible and infeasible.

Written from docs/formats.md alone.  A check is a generator of pairs: what has to hold, and what is
wrong when it does not.  Another way than modmorph-check is taken where there is one:

  * units are not added up vertex by vertex; they are taken home along paths until none is left;
  * a cut of the paths that reach the outermost taps is right when all paths that avoid it fall short.
"""
# Channels and box of the demand, and its ranks, each by the condition that speaks of it.
RANKS = ("output", "input", "function", "rows", "columns", "corner")
DEMAND = ("out", "in", "height", "width") + RANKS


# ---- reading ----------------------------------------------------------------------------

def read_shape(f, n, m):
    """The demand, the channels by vertex (the first is number 1), and the kernels by layer."""
    shape = {"demand": dict(zip(DEMAND, f.numbers(b"demand", 10, 10)))}
    shape["channels"] = [None] + f.numbers(b"channels", n, n)
    flat = f.numbers(b"kernels", 2 * m, 2 * m)
    shape["kernels"] = list(zip(flat[::2], flat[1::2]))
    return shape


def read_plan(f, n, m):
    plan = {"mode": f.next(rb"mode (rows|columns)")[0], "code": [None] + f.numbers(b"code", n, n)}
    plan["output"], plan["start"] = f.numbers(b"output", m, m), f.numbers(b"start", m, m)
    count, = f.numbers(b"hubs", 1, 1)
    plan["hubs"] = [(h, units) for h, *units in (f.numbers(b"hub", m + 1, m + 1) for _ in range(count))]
    return plan


def read_cut(f):
    condition, = f.next(rb"condition (function|kernel|rows|columns|corner|input|output)")
    return {"condition": condition.decode(), "cut": f.numbers(b"cut", 0)}


# ---- in words -----------------------------------------------------------------------------

# How an infeasible convolution is described, by the condition.
HAS = {"function": "rank %d as a function", "rows": "rank %d in an outermost row",
       "columns": "rank %d in an outermost column", "corner": "rank %d in a corner", "input": "rank %d in",
       "output": "rank %d out"}


def state_capacity(c):
    """What a claim is about: a generic convolution, when the ranks that matter are as great as can be."""
    d, condition = c["demand"], c.get("condition")
    taps, least = d["height"] * d["width"], min(d["in"], d["out"])
    full = {rank: least for rank in RANKS}
    full.update(output=min(d["out"], d["in"] * taps), input=min(d["in"], d["out"] * taps))
    shape = "%dx%d %dx%d" % (d["out"], d["in"], d["height"], d["width"])
    matter = ("output", "input") if condition is None else RANKS if condition == "kernel" else (condition,)
    if all(d[rank] >= full[rank] for rank in matter):
        which = "a generic " + shape
    elif condition == "kernel":
        which = "taps at the rim of a " + shape
    elif condition is not None:
        which = HAS[condition] % d[condition] + " of a " + shape
    elif d["output"] == d["input"]:
        which = "rank %d of a %s" % (d["output"], shape)
    else:
        which = "rank %d out and %d in of a %s" % (d["output"], d["input"], shape)
    return "%s for %s" % (c["claim"].decode(), which)


# ---- the shape, and the module's file ---------------------------------------------------

def check_shape(c):
    d, channels = c["demand"], c["channels"]
    yield d["out"] >= 1 and d["in"] >= 1 and all(x >= 1 for x in channels[1:]), "a blob has no channels"
    yield all(x % 2 == 1 for x in (d["height"], d["width"])), "the kernel in demand is even"
    yield all(x % 2 == 1 for box in c["kernels"] for x in box), "a layer has an even kernel"
    yield (channels[1], channels[-1]) == (d["in"], d["out"]), "the ends have other channels than the demand"
    yield 1 <= d["output"] <= d["out"] and 1 <= d["input"] <= d["in"], "a rank is 0, or beyond the channels"
    if c["claim"] == b"infeasible":
        taps, least = d["height"] * d["width"], min(d["in"], d["out"])
        yield (d["output"] <= d["in"] * taps and d["input"] <= d["out"] * taps
               and all(d[rank] <= least for rank in RANKS[2:])), "no convolution of this shape has such ranks"


def check_same_shape(c, module):
    n, blob = len(c["blobs"]), [None] + [b for b, _ in c["blobs"]]
    yield module.fault is None, "the module: %s" % module.fault
    yield all(module.plain), "the module has layers with strides, dilations or groups, or that are no convolutions"
    for v in range(1, n + 1):
        said = module.channels[blob[v]]
        yield said == c["channels"][v] or said is None and v in (1, n), "vertex %d has other channels in the module" % v
    for e, (mine, said) in enumerate(zip(c["kernels"], module.kernels), 1):
        yield mine == said, "layer %d has another kernel in the module" % e


# ---- feasible ---------------------------------------------------------------------------

def taken_home(n, arcs, here, home):
    """Walks back from here to home along arcs that carry units, takes as many as the whole walk
    has, and again, until none arrive here.  How many passed each vertex but home; None when units
    come from nowhere, or are left."""
    left, into, passed = [units for _, _, units in arcs], [[] for _ in range(n + 1)], [0] * (n + 1)
    for i, (_, head, units) in enumerate(arcs):
        if units:
            into[head].append(i)
    while into[here]:
        walk, v = [], here
        while v != home and into[v]:
            walk.append(into[v][-1])
            v = arcs[walk[-1]][0]
        if v != home:
            return None
        units = min(left[i] for i in walk)
        for i in walk:
            left[i] -= units
            passed[arcs[i][1]] += units
            if left[i] == 0:
                into[arcs[i][1]].pop()
    return None if any(left) else passed


def check_hub(c, layers, h, units, first, wanted):
    n = len(c["blobs"])
    passed = taken_home(n, [(u, v, x) for (u, v), x in zip(layers, units)], h, first)
    yield passed is not None, "hub %d: units come from nowhere, or are lost" % h
    yield passed[h] >= wanted, "hub %d: %d units arrive, not %d" % (h, passed[h], wanted)
    for v in range(1, n + 1):
        yield passed[v] <= c["code"][v], "hub %d: vertex %d sets too few channels aside" % (h, v)


def check_output(c, layers, first, last, wanted):
    d, n, sources = c["demand"], len(c["blobs"]), {first} | {h for h, _ in c["hubs"]}
    for (u, v), box, begun, carried in zip(layers, c["kernels"], c["start"], c["output"]):
        yield not begun or u in sources, "units start at vertex %d, which is no hub" % u
        yield not begun or box[0] >= d["height"] and box[1] >= d["width"], "units start on a small kernel"
        yield not carried or u != first, "units are carried from vertex %d, which none has reached" % u
    arcs = [(u, v, x) for (u, v), x in zip(layers, c["output"])]
    arcs += [(first, v, x) for (_, v), x in zip(layers, c["start"])]
    passed = taken_home(n, arcs, last, first)
    yield passed is not None, "units of the output code come from nowhere, or are lost"
    yield passed[last] >= wanted, "%d units of the output code arrive, not %d" % (passed[last], wanted)
    for v in range(2, n):
        yield c["code"][v] + passed[v] <= c["channels"][v], "vertex %d has too few channels" % v


def check_plan(c):
    d, layers, n = c["demand"], c["layers"], len(c["blobs"])
    first, last, units_in, units_out = 1, n, d["input"], d["output"]
    if c["mode"] == b"columns":
        layers = [(v, u) for u, v in layers]
        first, last, units_in, units_out = n, 1, units_out, units_in
    yield c["code"][1] == c["code"][n] == 0, "an end sets channels aside"
    hubs = [h for h, _ in c["hubs"]]
    yield all(1 < h < n for h in hubs) and len(set(hubs)) == len(hubs), "the hubs are not different interior vertices"
    for h, units in c["hubs"]:
        yield from check_hub(c, layers, h, units, first, units_in)
    yield from check_output(c, layers, first, last, units_out)


# ---- infeasible -------------------------------------------------------------------------

def furthest(n, layers, lengths, avoid=()):
    """How far paths from vertex 1 to each vertex reach that avoid some; None where there is none.
    Tails are smaller than heads, so one pass in the order of the tails is enough."""
    far = [None, 0] + [None] * (n - 1)
    for (u, v), length in sorted(zip(layers, lengths)):
        if far[u] is not None and v not in avoid:
            far[v] = far[u] + length if far[v] is None else max(far[v], far[u] + length)
    return far


def spread(c, to_the_end):
    """Taps within the longest radii, by vertex: from the first vertex, or to the last."""
    n, layers = len(c["blobs"]), c["layers"]
    if to_the_end:
        layers = [(n + 1 - v, n + 1 - u) for u, v in layers]
    sides = [[2 * far + 1 for far in furthest(n, layers, [box[i] // 2 for box in c["kernels"]])[1:]] for i in (0, 1)]
    taps = [height * width for height, width in zip(*sides)]
    return [None] + (taps[::-1] if to_the_end else taps)


def check_kernel(c):
    n, box = len(c["blobs"]), (c["demand"]["height"], c["demand"]["width"])
    yield not c["cut"], "a kernel that is too large needs no cut"
    yield any(box[i] // 2 > furthest(n, c["layers"], [kernel[i] // 2 for kernel in c["kernels"]])[n] for i in (0, 1)), \
        "the longest paths reach as far as the kernel"


def check_cut(c):
    d, n, cut, condition = c["demand"], len(c["blobs"]), c["cut"], c["condition"]
    heights, widths = zip(*((height // 2, width // 2) for height, width in c["kernels"]))
    box = d["height"] // 2, d["width"] // 2
    yield all(1 < v < n for v in cut), "an end of the module, or no vertex, is in the cut"
    yield all(v < w for v, w in zip(cut, cut[1:])), "the vertices of the cut do not rise"
    # Height and width in one number, so that the greatest is the greatest width at the greatest height.
    much = sum(widths) + box[1] + 1
    wanted, lengths = {"rows": (box[0], heights), "columns": (box[1], widths),
                       "corner": (box[0] * much + box[1], [h * much + w for h, w in zip(heights, widths)]),
                       }.get(condition, (0, [0] * len(heights)))
    top = furthest(n, c["layers"], lengths)[n]
    yield (top == wanted or condition == "corner" and box[0] == top // much and top < wanted,
           "the longest paths do not reach as far as the kernel, or further")
    avoiding = furthest(n, c["layers"], lengths, set(cut))[n]
    yield avoiding is None or avoiding < wanted, "the cut does not separate source and sink"
    weight = spread(c, condition == "output") if condition in ("input", "output") else [1] * (n + 1)
    through = sum(c["channels"][v] * weight[v] for v in cut)
    yield through < d[condition], "the cut lets %d through, and only %d are needed" % (through, d[condition])


def check_capacity(c, module):
    yield from check_shape(c)
    if module:
        yield from check_same_shape(c, module)
    if c["claim"] == b"feasible":
        yield from check_plan(c)
    else:
        yield from check_kernel(c) if c["condition"] == "kernel" else check_cut(c)
