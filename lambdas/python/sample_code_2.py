"""Business logic 2: documents in words that people read."""

from humanize import naturalsize


def describe(documents):
    """How many documents there are, how large they are together, and each of them."""
    return {
        "count": len(documents),
        "totalSize": naturalsize(sum(document["size"] for document in documents)),
        "documents": [
            {
                "key": document["key"],
                "size": naturalsize(document["size"]),
                "modified": document["modified"].isoformat(),
            }
            for document in documents
        ],
    }
