"""Updates the tables in this folder from packages of the Python Package Index. Needs Python 3.10 and pip:

    python3 lib/python/data/renew.py && npx biome format --write lib/python/data
"""

import collections
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile

HERE = pathlib.Path(__file__).parent
PYTHONS = ["py39", "py310", "py311", "py312", "py313", "py314"]

# Distributions that functions often install. Their dependencies are included, so that everything they can install is
# known.
OFTEN_INSTALLED = """
aiohttp aws-lambda-powertools aws-requests-auth aws-xray-sdk beautifulsoup4 boto3 cryptography fastapi feedparser Flask
httpx humanize Jinja2 jsonschema lxml mangum markdown numpy openai openpyxl opensearch-py orjson pandas paramiko pg8000
pillow psycopg psycopg2-binary pydantic pydantic-settings PyJWT pymongo PyMySQL pypdf python-dateutil python-dotenv
python-json-logger pytz PyYAML qrcode redis requests requests-aws4auth sentry-sdk simplejson slack-sdk SQLAlchemy
stripe structlog tabulate tenacity tzdata ujson urllib3 xmltodict
awslambdaric pip setuptools wheel
""".split()


def download(folder, names, *options):
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--dest", folder]
    subprocess.run([*command, "--only-binary", ":all:", *options, *names], check=True)
    return [zipfile.ZipFile(path) for path in sorted(pathlib.Path(folder).glob("*.whl"))]


def metadata(wheel):
    name = next(name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
    fields = collections.defaultdict(list)
    for line in wheel.read(name).decode().split("\n\n")[0].splitlines():
        key, _, value = line.partition(": ")
        fields[key].append(value)
    return fields


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def modules(wheel):
    """The names that can be imported, at the top."""
    found = set()
    for path in wheel.namelist():
        top, _, rest = path.partition("/")
        if top.endswith((".dist-info", ".data")):
            # purelib and platlib go where the rest goes.
            _, _, rest = rest.partition("lib/") if rest.startswith(("purelib/", "platlib/")) else ("", "", "")
            top, _, rest = rest.partition("/")
        if re.search(r"\.(py|pyi|so|pyd)$", path) and re.match(r"\w+", top):
            found.add(top.split(".")[0])
    return sorted(found)


def write(name, source, licence, table):
    content = {"source": source, "licence": licence, **table}
    (HERE / name).write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def main():
    with tempfile.TemporaryDirectory() as folder:
        (wheel,) = download(folder, ["stdlibs"], "--no-deps")
        names = set()
        for python in PYTHONS:
            scope = {}
            exec(wheel.read(f"stdlibs/{python}.py").decode(), scope)
            names |= scope["module_names"]
        version = metadata(wheel)["Version"][0]
        source = f"stdlibs {version} (made from CPython itself), the union of CPython 3.9 to 3.14"
        write("standard-library.json", source, "MIT", {"modules": " ".join(sorted(names))})

    with tempfile.TemporaryDirectory() as folder:
        (wheel,) = download(folder, ["pipreqs"], "--no-deps")
        lines = wheel.read("pipreqs/mapping").decode().split()
        aliases = collections.defaultdict(list)
        for line in lines:
            module, name = line.split(":")
            aliases[module].append(name)
        version = metadata(wheel)["Version"][0]
        table = {"distributions": {module: " ".join(sorted(aliases[module])) for module in sorted(aliases)}}
        write("module-aliases.json", f"pipreqs {version}, the file mapping", "Apache-2.0", table)

    with tempfile.TemporaryDirectory() as folder:
        options = ["--python-version", "3.13", "--implementation", "cp"]
        platforms = ["manylinux2014_x86_64", "manylinux_2_28_x86_64", "manylinux_2_17_x86_64"]
        wheels = download(folder, OFTEN_INSTALLED, *options, *(f"--platform={name}" for name in platforms))
        table = {}
        for wheel in wheels:
            fields = metadata(wheel)
            requires = {normal(re.match(r"[\w.-]+", line)[0]) for line in fields["Requires-Dist"]}
            # Extras are counted in, on purpose: what could be there must not be called missing.
            entry = [fields["Version"][0], " ".join(modules(wheel)), " ".join(sorted(requires))]
            table[normal(fields["Name"][0])] = "; ".join(entry)
        source = "the metadata and contents of each distribution: version; modules; distributions it may require"
        write("distributions.json", source, "facts, each of its own distribution", {"distributions": table})


main()
