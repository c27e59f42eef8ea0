"""For tests/independent.sh: do the judge in examples/check_certificate.py and modmorph-check agree?

independent.py REFUSE MODULE CERT [MODULE CERT]…: TAP.  REFUSE is tests/refuse; the certificates are good.
"""
import contextlib
import io
import os
import random
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(sys.argv[1])), "..", "examples"))
import check_certificate  # noqa: E402

MUTANTS = 60
count = 0


def ok(condition, name):
    global count
    count += 1
    print("%sok %d - %s" % ("" if condition else "not ", count, name))


def here(module, cert):
    """0 accepted, 1 refused, 2 no answer."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        return check_certificate.main([module, cert])


def there(module, cert):
    return subprocess.run(["modmorph-check", "--quiet", module, cert], stderr=subprocess.DEVNULL).returncode


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


def compare_lies(refuse):
    wrong, lies = [], 0
    for line in open(os.path.join(refuse, "INDEX"), encoding="utf-8"):
        if line.strip() and not line.startswith("#"):
            name, module = line.split()[:2]
            answer = here(os.path.join(refuse, module + ".dot"), os.path.join(refuse, name + ".cert"))
            wrong += [name] if answer == 0 else []
            lies += answer == 1
    ok(not wrong and lies > 50, "%d lies are refused %s" % (lies, " ".join(wrong)))


def compare_mutants(pairs, folder):
    accepted = judged = 0
    different = []
    file = os.path.join(folder, "mutant.cert")
    for module, cert in pairs:
        with open(cert, "rb") as f:
            data = f.read()
        for seed in range(MUTANTS):
            changed = mutant(data, random.Random("%s %d" % (os.path.basename(cert), seed)))
            with open(file, "wb") as f:
                f.write(changed)
            mine = here(module, file)
            if changed == data or mine == 2:
                continue
            judged += 1
            accepted += mine == 0
            if mine != there(module, file):
                different.append("%s %d" % (cert, seed))
    ok(not different and judged > 500, "%d mutants: equal verdicts %s" % (judged, " ".join(different)))
    ok(accepted > 0, "%d of them say something else that is true" % accepted)


def main():
    refuse, *files = sys.argv[1:]
    pairs = list(zip(files[::2], files[1::2]))
    for module, cert in pairs:
        ok(here(module, cert) == 0 == there(module, cert), "%s is accepted by both" % os.path.basename(cert))
    compare_lies(refuse)
    with tempfile.TemporaryDirectory() as folder:
        compare_mutants(pairs, folder)
    print("1..%d" % count)


main()
