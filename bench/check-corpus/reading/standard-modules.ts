import { builtinModules } from "node:module";

/** The modules of Python's standard library that functions import, whether or not a distribution has the same name. */
const PYTHON = new Set(
  `abc argparse array ast asyncio base64 bisect calendar collections concurrent configparser contextlib copy csv ctypes
  dataclasses datetime decimal difflib email enum errno fnmatch fractions functools gc getpass glob gzip hashlib heapq hmac
  html http importlib inspect io itertools json logging math mimetypes multiprocessing numbers operator os pathlib pickle
  pkgutil platform pprint queue random re secrets select shlex shutil signal smtplib socket sqlite3 ssl stat statistics
  string struct subprocess sys tarfile tempfile textwrap threading time timeit tomllib traceback types typing unittest
  urllib uuid warnings weakref xml zipfile zlib zoneinfo`.split(/\s+/),
);

export function isStandardModule(module: string, language: "python" | "nodejs"): boolean {
  if (language === "python") return module === "__future__" || PYTHON.has(module.split(".")[0] ?? "");
  return module.startsWith("node:") || builtinModules.includes(module);
}
