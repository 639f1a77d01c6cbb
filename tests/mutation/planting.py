"""Reads the faults and puts them into a copy of the sources. See run.py for what becomes of them."""
import shutil
import subprocess
import tomllib
from dataclasses import dataclass
from pathlib import Path

HEADER = "tests/mutation/fault.hpp"


class Misfit(Exception):
    """A fault that cannot be planted as the sources are now."""


@dataclass(frozen=True)
class Fault:
    id: str
    file: str
    find: str
    replace: str
    meaning: str
    programs: tuple
    tests: str

    @property
    def replacement(self):
        return self.replace.replace("FAULT", f'(::fangst::fault::is_on("{self.id}"))')


def read_faults(folder):
    faults = []
    for path in sorted(Path(folder).glob("*.toml")):
        for entry in tomllib.loads(path.read_text())["fault"]:
            entry["programs"] = tuple(entry["programs"])
            faults.append(Fault(**entry))
            if "FAULT" not in entry["replace"]:
                raise Misfit(f"{path.name}: {entry['id']}: the replacement does not ask for FAULT")
    ids = [fault.id for fault in faults]
    if doubled := {one for one in ids if ids.count(one) > 1}:
        raise Misfit(f"named twice: {', '.join(sorted(doubled))}")
    return faults


def plant(text, faults):
    """The text with all of them, each behind its switch. Each must fit once, and none into another."""
    places = []
    for fault in faults:
        count = text.count(fault.find)
        if count != 1:
            raise Misfit(f"{fault.id}: its text stands {count} times in {fault.file}")
        at = text.index(fault.find)
        places.append((at, at + len(fault.find), fault))
    places.sort(key=lambda place: place[0])
    for (_, end, first), (begin, _, second) in zip(places, places[1:]):
        if begin < end:
            raise Misfit(f"{second.id}: stands within {first.id}")
    for begin, end, fault in reversed(places):
        text = text[:begin] + fault.replacement + text[end:]
    return text


def misfits(root, faults):
    """What no longer fits, one line for each; the faults before it that fit stand in its file already."""
    found, fitting = [], []
    for fault in faults:
        path = root / fault.file
        try:
            if not path.exists():
                raise Misfit(f"{fault.id}: there is no file {fault.file}")
            here = [other for other in fitting if other.file == fault.file]
            plant(path.read_text(), [*here, fault])
            fitting.append(fault)
        except Misfit as misfit:
            found.append(str(misfit))
    return found


def copy_with_faults(root, copy, faults):
    def planted(name, content):
        here = [fault for fault in faults if fault.file == name]
        if not here:
            return content
        return f'#include "{copy / HEADER}"\n{plant(content.decode(), here)}'.encode()

    copy_of_the_sources(root, copy, planted)


def copy_of_the_sources(root, copy, changed):
    """Makes `copy` equal to the files that git knows, each as `changed(name, content)` has it. What is equal already keeps its
    time, so that a second run builds only what has changed."""
    listed = subprocess.run(["git", "-C", root, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                            capture_output=True, check=True).stdout.decode().split("\0")
    wanted = {name for name in listed if name and (root / name).is_file()}
    for old in [path for path in copy.rglob("*") if path.is_file()] if copy.exists() else []:
        name = old.relative_to(copy).as_posix()
        if name not in wanted and not name.startswith("build/"):
            old.unlink()
    for name in sorted(wanted):
        content = changed(name, (root / name).read_bytes())
        target = copy / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.exists() or target.read_bytes() != content:
            target.write_bytes(content)
            shutil.copymode(root / name, target)
