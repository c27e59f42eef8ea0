"""For tests/independent.sh: do the judge in examples/check_certificate.py and modmorph-check agree?

independent.py REFUSE MODULE CERT [MODULE CERT]…: TAP.  REFUSE is tests/refuse; the certificates are good.
"""
import contextlib
import io
import os
import random
import re
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(sys.argv[1])), "..", "examples"))
import check_certificate  # noqa: E402

MUTANTS = 60
RANDOM_MODULES = 100
CAPACITY_LINES = (b"demand", b"channels", b"kernels", b"mode", b"code", b"output", b"start", b"hub",
                  b"condition", b"cut")
CONDITIONS = (b"function", b"kernel", b"rows", b"columns", b"corner", b"input", b"output")
count = 0


def ok(condition, name):
    global count
    count += 1
    print("%sok %d - %s" % ("" if condition else "not ", count, name))


def here(module, cert):
    """0 accepted, 1 refused, 2 no answer; and what was accepted."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(io.StringIO()):
        code = check_certificate.main([module, cert])
    return code, said.getvalue() if code == 0 else ""


def there(module, cert):
    run = subprocess.run(["modmorph-check", module, cert], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return run.returncode, run.stdout.decode() if run.returncode == 0 else ""


def both_accept(module, cert):
    """For the same reason, in the same words."""
    mine = here(module, cert)
    return mine[0] == 0 and mine == there(module, cert)


def mutant(data, chance):
    """Two lines of the witness changed round; or one to three changes: a word for another, a
    number, a line twice or gone, two lines changed round."""
    lines = data.split(b"\n")
    if chance.randrange(3) == 0:
        i = len(lines) - 3 - chance.randrange(len(lines) // 2)
        return b"\n".join(lines[:i] + [lines[i + 1], lines[i]] + lines[i + 2:])
    for _ in range(chance.randint(1, 3)):
        i, j = chance.randrange(len(lines)), chance.randrange(len(lines))
        words = lines[i].split(b" ")
        k = chance.randrange(len(words))
        kind = chance.randrange(6)
        if kind == 0:
            words[k] = chance.choice(lines[j].split(b" "))
        elif kind == 1 and words[k].isdigit():
            words[k] = b"%d" % max(0, int(words[k]) + chance.choice((-2, -1, 1, 2)))
        elif kind == 2:
            words.insert(k, words[k])
        elif kind == 3:
            del words[k]
        lines[i] = b" ".join(words)
        if kind == 4:
            lines[i], lines[j] = lines[j], lines[i]
        elif kind == 5:
            lines[i:i + chance.randrange(2)] = [lines[i]] * chance.randrange(2)
        lines = lines or [b""]
    return b"\n".join(lines)


def shifted(data, chance):
    """One or two changes of what a module is said to hold, so small that it may remain true: a unit
    more or less, or moved elsewhere on its line; another mode or condition; another cut."""
    lines = data.split(b"\n")
    places = [i for i, line in enumerate(lines) if line.split(b" ")[0] in CAPACITY_LINES]
    for _ in range(chance.randint(1, 2)):
        i = chance.choice(places)
        word, *numbers = lines[i].split(b" ")
        if word == b"mode":
            numbers = [chance.choice((b"rows", b"columns"))]
        elif word == b"condition":
            numbers = [chance.choice(CONDITIONS)]
        elif word == b"cut":
            vertex = b"%d" % chance.randint(1, 6)
            numbers = [v for v in numbers if v != vertex] or [vertex]
            if chance.randrange(2):
                numbers.insert(chance.randrange(len(numbers) + 1), vertex)
        else:
            j, k, by = chance.randrange(len(numbers)), chance.randrange(len(numbers)), chance.choice((-2, -1, 1, 2))
            numbers[j] = b"%d" % max(0, int(numbers[j]) + by)
            if chance.randrange(2):
                numbers[k] = b"%d" % max(0, int(numbers[k]) - by)
        lines[i] = b" ".join([word] + numbers)
    return b"\n".join(lines)


def layered(chance):
    """Hubs between the ends, each with a wide layer and a blob of its own behind it, or in front of
    it; and some layers across.  As numbers: layers (tail, head, height, width), and channels."""
    hubs, c = chance.randint(1, 3), chance.choice((2, 4, 6))
    n, width = 2 * hubs + 2, chance.choice((1, 3))
    channels = [c] + [c + chance.randrange(2) for _ in range(hubs)]
    channels += [max(1, c // hubs + chance.randrange(3)) for _ in range(hubs)] + [c + chance.randrange(2)]
    layers = []
    for h in range(1, hubs + 1):
        layers += [(0, h, 1, 1), (h, h + hubs, 3, width), (h + hubs, n - 1, 1, 1)]
    for _ in range(chance.randrange(3) if n > 4 else 0):
        u = chance.randrange(1, n - 2)
        layers.append((u, chance.randint(u + 1, n - 2), chance.choice((1, 3)), 1))
    if chance.randrange(2):
        layers, channels = [(n - 1 - v, n - 1 - u, h, w) for u, v, h, w in layers], channels[::-1]
    return layers, channels, (3, width)


def anyhow(chance):
    """Any small module, with any channels and kernels; the shape is near what it reaches."""
    n = chance.randint(2, 6)
    ends = [(chance.randrange(v), v) for v in range(1, n)]
    ends += [(u, chance.randint(u + 1, n - 1)) for u in range(n - 1) if u not in {tail for tail, _ in ends}]
    for _ in range(chance.randrange(4)):
        u = chance.randrange(n - 1)
        ends.append((u, chance.randint(u + 1, n - 1)))
    layers = sorted((u, v, chance.choice((1, 3, 5)), chance.choice((1, 3, 5))) for u, v in ends)
    channels = [chance.choice((1, 2, 3, 4, 6, 8)) for _ in range(n)]
    far = [(0, 0)] * n
    for u, v, h, w in layers:
        far[v] = max(far[v][0], far[u][0] + h - 1), max(far[v][1], far[u][1] + w - 1)
    return layers, channels, [max(1, 1 + x + chance.choice((0, 0, 0, -2, -4, 2))) for x in far[-1]]


def random_certificates(folder):
    """Pairs of files: random modules, and what modmorph says that they hold, or do not hold."""
    for seed in range(RANDOM_MODULES):
        chance = random.Random("module %d" % seed)
        layers, channels, (height, width) = (layered, anyhow)[seed % 2](chance)
        chance.shuffle(layers)
        module, cert = (os.path.join(folder, "%s-%d" % (name, seed)) for name in ("module.dot", "cert"))
        module += ".dot"
        blobs = ["%d [channels=%d];" % blob for blob in enumerate(channels)]
        chance.shuffle(blobs)
        with open(module, "w", encoding="utf-8") as f:
            f.write("digraph { %s\n" % " ".join(blobs))
            f.writelines('%d -> %d [kernel="%dx%d"];\n' % layer for layer in layers)
            f.write("}\n")
        shape = "%d,%d,%dx%d" % (channels[-1], channels[0], height, width)
        subprocess.run(["modmorph", "feasible", "-q", module, "--shape", shape, "-o", cert],
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if os.path.exists(cert):
            yield module, cert


def count_kinds(pairs):
    """All conditions, both modes, and one hub as well as several are among the certificates."""
    seen = set()
    for _, cert in pairs:
        with open(cert, "rb") as f:
            lines = f.read().split(b"\n")
        hubs = min(2, sum(line.startswith(b"hub ") for line in lines))
        seen.update(line if line[:1] == b"c" else b"%s, %d hubs" % (line, hubs)
                    for line in lines if line.startswith((b"condition ", b"mode ")))
    wanted = {b"condition " + word for word in CONDITIONS}
    wanted |= {b"mode %s, %d hubs" % (mode, hubs) for mode in (b"rows", b"columns") for hubs in (1, 2)}
    missing = b"; ".join(sorted(wanted - seen)).decode()
    ok(not missing, "every condition and every kind of plan is among them %s" % missing)


def compare_lies(refuse):
    wrong, lies = [], 0
    for line in open(os.path.join(refuse, "INDEX"), encoding="utf-8"):
        if line.strip() and not line.startswith("#"):
            name, module = line.split()[:2]
            answer = here(os.path.join(refuse, module + ".dot"), os.path.join(refuse, name + ".cert"))[0]
            wrong += [name] if answer == 0 else []
            lies += answer == 1
    ok(not wrong and lies > 50, "%d lies are refused %s" % (lies, " ".join(wrong)))


def compare_mutants(pairs, folder, mutants):
    accepted = judged = 0
    different = []
    file = os.path.join(folder, "mutant.cert")
    for module, cert in pairs:
        with open(cert, "rb") as f:
            data = f.read()
        for seed in range(mutants):
            chance = random.Random("%s %d" % (os.path.basename(cert), seed))
            what = shifted if b"feasible\n" in data and seed % 4 else mutant
            changed = what(data, chance)
            with open(file, "wb") as f:
                f.write(changed)
            mine = here(module, file)
            if changed == data:
                continue
            judged += 1
            accepted += mine[0] == 0
            if mine != there(module, file):
                different.append("%s %d" % (cert, seed))
    ok(not different and judged > 500, "%d mutants: equal verdicts %s" % (judged, " ".join(different)))
    ok(accepted > 0, "%d of them say something else that is true" % accepted)


def compare_modules(pairs, folder):
    """The same certificates, after one number or attribute in the module's file was changed."""
    different, refused, file = [], 0, os.path.join(folder, "changed.dot")
    for module, cert in pairs:
        with open(module, encoding="utf-8") as f:
            text = f.read()
        for seed in range(MUTANTS // 6):
            chance = random.Random("%s %d" % (os.path.basename(module), seed))
            place = chance.choice(list(re.finditer("[0-9]+(?=[x\"\\]])|]", text)))
            word = str(int(place[0]) + chance.choice((-2, -1, 1, 2))) if place[0].isdigit() else chance.choice(
                (" stride=2]", " groups=1]", " kind=identity]", ' channels=""]', "][kernel=3]", "]; node [channels=1]"))
            with open(file, "w", encoding="utf-8") as f:
                f.write(text[:place.start()] + word + text[place.end():])
            mine = here(file, cert)
            refused += mine[0] == 1
            if mine != there(file, cert):
                different.append("%s %d" % (cert, seed))
    ok(not different and refused > 100, "%d changed modules are refused by both %s" % (refused, " ".join(different)))


def main():
    refuse, *files = sys.argv[1:]
    pairs = list(zip(files[::2], files[1::2]))
    for module, cert in pairs:
        ok(both_accept(module, cert), "%s is accepted by both" % os.path.basename(cert))
    compare_lies(refuse)
    with tempfile.TemporaryDirectory() as folder:
        more = list(random_certificates(folder))
        wrong = [cert for pair in more for cert in pair[1:] if not both_accept(*pair)]
        ok(not wrong and len(more) > RANDOM_MODULES // 2,
           "%d certificates of random modules are accepted by both %s" % (len(more), " ".join(wrong)))
        count_kinds(pairs + more)
        compare_modules(more, folder)
        compare_mutants(pairs, folder, MUTANTS)
        compare_mutants(more, folder, MUTANTS // 3)
    print("1..%d" % count)


main()
