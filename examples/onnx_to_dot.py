#!/usr/bin/env python3
"""Write the graph of an ONNX file as a module in DOT, for modmorph.

    python3 onnx_to_dot.py NET.onnx [FROM TO] >NET.dot

Blobs are tensors and layers are operators: each operator is a layer from each tensor that it reads to
each that it makes, so that a sum of three is three layers into one blob.  Weights and constants are no blobs.
What lies on no path from FROM to TO is left out; without them these are the first input and the output
that most operators lead to.  Needs Python's onnx (pip install onnx, or Debian's python3-onnx).
"""
import json
import sys

try:
    import onnx
except ImportError:
    sys.exit("onnx_to_dot.py: needs the package onnx of Python: pip install onnx")


def reached(start, following):
    """All tensors that arrows lead to from `start`."""
    seen, todo = {start}, [start]
    while todo:
        for tensor in following.get(todo.pop(), ()):
            if tensor not in seen:
                seen.add(tensor)
                todo.append(tensor)
    return seen


def main():
    if len(sys.argv) not in (2, 4):
        sys.exit(__doc__)
    graph = onnx.load(sys.argv[1], load_external_data=False).graph
    weights = {w.name for w in graph.initializer}
    inputs = [i.name for i in graph.input if i.name not in weights]
    arrows = [(tail, head, node.op_type)
              for node in graph.node for tail in node.input if tail and tail not in weights
              for head in node.output if head]
    forward, backward = {}, {}
    for tail, head, _ in arrows:
        forward.setdefault(tail, []).append(head)
        backward.setdefault(head, []).append(tail)
    if len(sys.argv) == 4:
        source, sink = sys.argv[2:]
    else:
        if not inputs:
            sys.exit("onnx_to_dot.py: the graph has no input; say FROM and TO")
        source = inputs[0]
        below = reached(source, forward)
        sinks = [o.name for o in graph.output if o.name in below]
        if not sinks:
            sys.exit(f"onnx_to_dot.py: no path leads from {source} to an output; say FROM and TO")
        sink = max(sinks, key=lambda o: len(reached(o, backward) & below))
    kept = reached(source, forward) & reached(sink, backward)
    layers = [a for a in arrows if a[0] in kept and a[1] in kept]
    if not layers:
        sys.exit(f"onnx_to_dot.py: no path leads from {source} to {sink}")
    quoted = json.dumps
    print("digraph", quoted(graph.name or "net", ensure_ascii=False), "{")
    print(f"  graph [source={quoted(source, ensure_ascii=False)}, sink={quoted(sink, ensure_ascii=False)}];")
    for tail, head, kind in layers:
        print(f"  {quoted(tail, ensure_ascii=False)} -> {quoted(head, ensure_ascii=False)} [label={quoted(kind)}];")
    print("}")
    if len(layers) < len(arrows):
        print(f"onnx_to_dot.py: {len(layers)} of {len(arrows)} layers are on a path from {source} to {sink}", file=sys.stderr)


main()
