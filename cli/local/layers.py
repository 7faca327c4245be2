"""
Keeps the large layers that were pushed, for the next local AWS of this user. The engine compresses a layer for each registry that lacks it, which takes longer than the rest of a deploy. It first asks for a layer of more than 10 MB by the digests that it had elsewhere (Docker 28, distribution/push_v2.go), so the same base image is compressed once.
"""

import contextlib
import hashlib
import os
import re
import tempfile
import threading
import time

from ministack.services import ecr

FOLDER = os.environ["LOCAL_AWS_LAYERS"]
# Compressed. Smaller ones are pushed in no time.
SMALLEST = 1_000_000
MOST = 2_000_000_000
DAYS = 30
DIGEST = re.compile("sha256:[0-9a-f]{64}")

plain_head = ecr._v2_head_blob
plain_complete = ecr._v2_complete_blob_upload


def file_of(digest):
    return os.path.join(FOLDER, digest.replace(":", "-"))


def read(digest):
    """@returns None when it isn't kept. A damaged one is removed"""
    if not DIGEST.fullmatch(digest):
        return None
    try:
        with open(file_of(digest), "rb") as file:
            layer = file.read()
        if f"sha256:{hashlib.sha256(layer).hexdigest()}" == digest:
            os.utime(file_of(digest))
            return layer
        os.remove(file_of(digest))
    except OSError:
        pass
    return None


def keep(digest, layer):
    """A layer that can't be kept is only compressed again."""
    try:
        handle, beside = tempfile.mkstemp(dir=FOLDER)
    except OSError:
        return
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(layer)
        os.replace(beside, file_of(digest))
        remove_unused()
    except OSError:
        with contextlib.suppress(OSError):
            os.remove(beside)


def remove_unused():
    """Removes what was not used for a month, and the oldest above 2 GB."""
    files = sorted(os.scandir(FOLDER), key=lambda entry: entry.stat().st_mtime, reverse=True)
    size = 0
    for entry in files:
        size += entry.stat().st_size
        if size > MOST or entry.stat().st_mtime < time.time() - DAYS * 24 * 60 * 60:
            os.remove(entry.path)


def install(is_root):
    """@param is_root whether the present request is root's. Others would learn which layers exist"""

    def head(name, digest):
        there = ecr._layer_blobs.get(name, {})
        if name in ecr._repositories and digest not in there and is_root() and (layer := read(digest)):
            ecr._layer_blobs.setdefault(name, {})[digest] = layer
        return plain_head(name, digest)

    def complete(name, upload, query, body):
        response = plain_complete(name, upload, query, body)
        digest = ecr._query_first(query, "digest")
        layer = ecr._layer_blobs.get(name, {}).get(digest)
        if layer and len(layer) >= SMALLEST:
            threading.Thread(target=keep, args=(digest, bytes(layer))).start()
        return response

    ecr._v2_head_blob, ecr._v2_complete_blob_upload = head, complete
    with contextlib.suppress(OSError):
        remove_unused()
