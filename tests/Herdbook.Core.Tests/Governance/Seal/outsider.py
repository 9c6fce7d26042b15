"""Checks an export of an audit log with nothing but Python: written from the text of RFC 6962 (the tree), RFC 8032 (Ed25519) and
the C2SP notes on signed notes and checkpoints. Input: the export on standard input; arguments: the verifier key, and files of proofs."""
import base64
import hashlib
import json
import sys

# RFC 8032, section 5.1: the curve edwards25519.
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
I = pow(2, (P - 1) // 4, P)


def x_of(y, sign):
    """Section 5.1.3: the x that belongs to a y, or None."""
    if y >= P:
        return None
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    x = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    if v * x * x % P == (-u) % P:
        x = x * I % P
    elif v * x * x % P != u:
        return None
    if x == 0 and sign:
        return None
    return P - x if x & 1 != sign else x


def point_of(octets):
    number = int.from_bytes(octets, "little")
    y, sign = number & ((1 << 255) - 1), number >> 255
    x = x_of(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


def add(p, q):
    """Section 5.1.4, in extended homogeneous coordinates."""
    a = (p[1] - p[0]) * (q[1] - q[0]) % P
    b = (p[1] + p[0]) * (q[1] + q[0]) % P
    c = 2 * p[3] * q[3] * D % P
    d = 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(number, point):
    total = (0, 1, 1, 0)
    while number:
        if number & 1:
            total = add(total, point)
        point = add(point, point)
        number >>= 1
    return total


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE_X = x_of(BASE_Y, 0)
BASE = (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)


def ed25519_holds(key, message, signature):
    """Section 5.1.7."""
    if len(key) != 32 or len(signature) != 64:
        return False
    a, r = point_of(key), point_of(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= L:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    left, right = times(s, BASE), add(r, times(k, a))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0


# RFC 6962, section 2.1.
def leaf_hash(data):
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def tree_hash(leaves):
    """MTH, as the section defines it: the list is split at the largest power of two that is smaller than its length."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return node_hash(tree_hash(leaves[:half]), tree_hash(leaves[half:]))


def root_by_path(leaf, index, size, path):
    """Section 2.1.1: the root that an audit path leads to; walks down as PATH does, and hashes on the way back."""
    if size == 1:
        return leaf if not path else None
    if not path:
        return None
    half = 1
    while half * 2 < size:
        half *= 2
    if index < half:
        inner = root_by_path(leaf, index, half, path[:-1])
        return None if inner is None else node_hash(inner, path[-1])
    inner = root_by_path(leaf, index - half, size - half, path[:-1])
    return None if inner is None else node_hash(path[-1], inner)


def roots_by_proof(earlier, size, proof, whole, known):
    """Section 2.1.2: SUBPROOF read backwards. Gives the roots of both trees as the proof has them."""
    if earlier == size:
        if whole:
            return known, known
        return (proof[0], proof[0]) if len(proof) == 1 else (None, None)
    if not proof:
        return None, None
    half = 1
    while half * 2 < size:
        half *= 2
    if earlier <= half:
        old, new = roots_by_proof(earlier, half, proof[:-1], whole, known)
        return (old, None if new is None else node_hash(new, proof[-1]))
    old, new = roots_by_proof(earlier - half, size - half, proof[:-1], False, known)
    return (None if old is None else node_hash(proof[-1], old), None if new is None else node_hash(proof[-1], new))


def field(value):
    if value is None:
        return b"\xff\xff\xff\xff"
    octets = str(value).encode("utf-8")
    return len(octets).to_bytes(4, "big") + octets


def data_of(entry):
    names = ("tenant", "id", "event_type", "subject_type", "subject_id", "event_data", "actor_id", "actor_type", "created_at_us", "row_count", "rows_digest", "key_id", "signature")
    return b"herdbook audit 1\n" + b"".join(field(entry[name]) for name in names)


def open_checkpoint(note, verifier_key):
    """The origin, size and root that a note says, if the key signed it."""
    name, key_hash, encoded = verifier_key.split("+", 2)
    kind_and_key = base64.b64decode(encoded, validate=True)
    assert kind_and_key[0] == 1, "not an Ed25519 key"
    assert hashlib.sha256(name.encode() + b"\n" + kind_and_key).digest()[:4].hex() == key_hash, "the key's hash is not the key's"
    text, signatures = note.rsplit("\n\n", 1)
    text += "\n"
    for line in signatures.splitlines():
        dash, signer, signature = line.split(" ")
        octets = base64.b64decode(signature, validate=True)
        if dash == "\u2014" and signer == name and octets[:4].hex() == key_hash:
            assert ed25519_holds(kind_and_key[1:], text.encode("utf-8"), octets[4:]), "the signature does not hold"
            origin, size, root = text.split("\n")[:3]
            assert origin == name, "the checkpoint is of another log"
            return int(size), base64.b64decode(root, validate=True)
    raise AssertionError("the key did not sign")


def main():
    key, *files = sys.argv[1:]
    lines = [json.loads(line) for line in sys.stdin.buffer.read().decode("utf-8").splitlines()]
    size, root = open_checkpoint(lines[0]["note"], key)
    leaves = []
    for entry in lines[1:]:
        assert entry["kind"] == "entry" and entry["leaf"] == len(leaves), "an entry is not at its place"
        leaves.append(leaf_hash(data_of(entry)))
    assert len(leaves) == size, "there are not as many entries as the head says"
    assert tree_hash(leaves) == root, "the root is not that of the entries"
    for name in files:
        with open(name, encoding="utf-8") as file:
            proof = json.load(file)
        path = [bytes.fromhex(one) for one in proof["path"]]
        if "leaf" in proof:
            assert root_by_path(leaves[proof["leaf"]], proof["leaf"], proof["size"], path) == tree_hash(leaves[: proof["size"]]), name
        else:
            old, new = tree_hash(leaves[: proof["from"]]), tree_hash(leaves[: proof["to"]])
            assert roots_by_proof(proof["from"], proof["to"], path, True, old) == (old, new), name
    print(f"{size} entries hold")


main()
