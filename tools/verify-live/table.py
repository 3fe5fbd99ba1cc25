"""The table of a run."""

import textwrap

HEAD = ("flow", "result", "requests", "difference")
WIDTH_OF_A_FLOW, WIDTH_OF_A_DIFFERENCE = 44, 64


def table(rows):
    """One row for each flow. A remark, which is no difference, is in brackets."""
    cells = [HEAD]
    for flow, result, requests, differences, remarks in rows:
        notes = [*differences, *(f"({remark})" for remark in remarks)]
        cells.append((flow, result, str(requests or ""), notes))
    lines = []
    for flow, result, requests, notes in cells:
        notes = [notes] if isinstance(notes, str) else notes
        left = textwrap.wrap(flow, WIDTH_OF_A_FLOW)
        right = [line for note in notes for line in textwrap.wrap(note, WIDTH_OF_A_DIFFERENCE)]
        for at in range(max(len(left), len(right), 1)):
            first = (left[at] if at < len(left) else "", *((result, requests) if at == 0 else ("", "")))
            lines.append("{:44}  {:8}  {:>8}  {}".format(*first, right[at] if at < len(right) else "").rstrip())
    counts = {word: sum(row[1] == word for row in rows) for word in dict.fromkeys(row[1] for row in rows)}
    requests = sum(row[2] for row in rows)
    summary = ", ".join(f"{count} {word}" for word, count in counts.items())
    return "\n".join([*lines, "", f"{summary}; {requests} requests"])
