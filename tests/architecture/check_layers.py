#!/usr/bin/env python3
"""Reads the includes of the source tree against layers.txt and names every breach.

usage: check_layers.py ROOT [TABLE]      exit code 0: none, 1: breaches, 2: the table itself is wrong
"""
import pathlib
import re
import sys

from coroutine_lambdas import faults as coroutine_faults

CHECKED = ("core", "adapters", "schemas", "service")
SUFFIXES = {".hpp", ".cpp", ".h", ".inl"}
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"\n]+)[>"]', re.MULTILINE)
STANDARD = re.compile(r"[a-z_0-9]+")  # <vector>, <cstdint>: no suffix, no folder.


class TableError(Exception):
    pass


class Table:
    """layers.txt, with adapters/* spread out to the folders that exist."""

    def __init__(self, text, root):
        self.folder_of = {}  # module name -> folder
        self.allowed = {}  # module name -> set of module names, or None for all
        self.libraries = {}  # header prefix -> folders, or None for all
        self.public = {}
        self.system = []
        for number, line in enumerate(text.splitlines(), 1):
            line = line.split("#", 1)[0].strip()
            if line:
                self._read(line, f"line {number}", root)

    def _read(self, line, where, root):
        left, _, right = line.partition(" : ") if " : " in line else line.rstrip(":").partition(" : ")
        kind, *names = left.split()
        values = right.split()
        if kind == "module" and len(names) == 2:
            self._add_modules(*names, values, where, root)
        elif kind in ("library", "public") and len(names) == 1 and values:
            target = self.libraries if kind == "library" else self.public
            target[names[0]] = None if values == ["*"] else set(values)
        elif kind == "system" and names:
            self.system += names
        else:
            raise TableError(f"{where}: not understood: {line}")

    def _add_modules(self, name, folder, allowed, where, root):
        unknown = [other for other in allowed if other != "*" and other not in self.folder_of]
        if unknown:
            raise TableError(f"{where}: {' '.join(unknown)} must stand above")
        for each in sorted(root.glob(folder)) if name == "*" else [root / folder]:
            if name == "*" and not each.is_dir():
                continue
            module = each.name if name == "*" else name
            if module in self.folder_of:
                raise TableError(f"{where}: {module} is named twice")
            self.folder_of[module] = each.relative_to(root).as_posix()
            self.allowed[module] = None if allowed == ["*"] else set(allowed) | {module}

    def module_of(self, path):
        """Of a path relative to the root, or None."""
        for module, folder in self.folder_of.items():
            if path.startswith(folder + "/"):
                return module
        return None


def sources(root):
    for top in CHECKED:
        for path in sorted((root / top).rglob("*")):
            if path.suffix in SUFFIXES and path.is_file():
                yield path


def without_comments(text):
    """Comments become blanks, line feeds stay."""
    blank = lambda found: re.sub(r"[^\n]", " ", found.group())
    pattern = r'//[^\n]*|/\*.*?\*/|R"([^(\s]*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\''
    return re.sub(pattern, lambda found: blank(found) if found.group().startswith("/") else found.group(), text,
                  flags=re.DOTALL)


class File:
    def __init__(self, path, root, table):
        self.path = path
        self.name = path.relative_to(root).as_posix()
        self.table = table
        self.module = table.module_of(self.name)
        self.folder = table.folder_of.get(self.module)
        self.inside = self.name[len(self.folder) + 1:] if self.folder else ""
        self.is_public = self.inside.startswith("include/")
        self.text = without_comments(path.read_text(encoding="utf-8"))

    def breaches(self):
        if self.module is None:
            return [f"{self.name}: belongs to no module of the table"]
        found = []
        if self.is_public and not self.inside.startswith(f"include/fangst/{self.module}/"):
            found.append(f"{self.name}: a public header of {self.module} belongs in include/fangst/{self.module}/")
        for include in INCLUDE.finditer(self.text):
            line = self.text.count("\n", 0, include.start()) + 1
            why = self._fault(include.group(1), include.group(2))
            if why:
                found.append(f"{self.name}:{line}: {why}")
        return found + [f"{self.name}:{line}: {why}" for line, why in coroutine_faults(self.text)]

    def _fault(self, mark, header):
        if header.startswith("fangst/"):
            return self._fault_of_module(header)
        if mark == '"':
            return self._fault_of_own(header)
        if STANDARD.fullmatch(header) or any(header.startswith(prefix) for prefix in self.table.system):
            return None
        return self._fault_of_library(header)

    def _fault_of_module(self, header):
        other = header.split("/")[1]
        allowed = self.table.allowed[self.module]
        if other not in self.table.folder_of:
            return f"<{header}> is of no module of the table"
        if allowed is not None and other not in allowed:
            return f"{self.module} may not include {other} (<{header}>)"
        return None

    def _fault_of_own(self, header):
        """A quoted header is a private one of the same module."""
        if self.is_public:
            return f'a public header may not include a private one ("{header}")'
        home = self.path.parents[len(pathlib.PurePosixPath(self.inside).parts) - 1]
        for start in (self.path.parent, home / "src"):
            target = (start / header).resolve()
            if target.is_file() and target.is_relative_to(home.resolve()):
                return None
        return f'"{header}" is not in this module'

    def _fault_of_library(self, header):
        for prefix, folders in self.table.public.items():
            if header.startswith(prefix) and self.folder in folders:
                return None
        for prefix, folders in self.table.libraries.items():
            if not header.startswith(prefix):
                continue
            if self.is_public:
                return f"<{header}> in a public header"
            if folders is not None and self.folder not in folders:
                return f"<{header}> belongs in {' '.join(sorted(folders))} alone"
            return None
        return f"<{header}> is of no library of the table"


def check(root, table_text):
    """All breaches, and how many files were read."""
    table = Table(table_text, root)
    files = [File(path, root, table) for path in sources(root)]
    return [breach for file in files for breach in file.breaches()], len(files)


def main(arguments):
    root = pathlib.Path(arguments[1]).resolve()
    table = pathlib.Path(arguments[2]) if len(arguments) > 2 else pathlib.Path(__file__).with_name("layers.txt")
    try:
        breaches, count = check(root, table.read_text(encoding="utf-8"))
    except TableError as error:
        print(f"{table}: {error}", file=sys.stderr)
        return 2
    for breach in breaches:
        print(breach)
    print(f"{len(breaches)} breaches in {count} files")
    return 1 if breaches or count == 0 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
