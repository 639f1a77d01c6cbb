"""Places in a JSON value, and what is changed there. A place is the tuple of the names and numbers that lead to it."""
import copy

GONE = object()


def places(value, place=()):
    """Every place inside, each before those within it."""
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, child in children:
        yield (*place, name)
        yield from places(child, (*place, name))


def at(value, place):
    for name in place:
        value = value[name]
    return value


def changed(value, *changes):
    """A copy with each (place, new value) in turn. GONE takes away; the place after the last of a list adds to it."""
    value = copy.deepcopy(value)
    for (*parents, last), new in changes:
        holder = at(value, parents)
        if new is GONE:
            del holder[last]
        elif isinstance(holder, list) and last == len(holder):
            holder.append(new)
        else:
            holder[last] = new
    return value
