"""The figures for a reader."""


def as_table(figures):
    limits, intake, ratios = figures["limits"], figures["intake"], figures["ratios"]
    rows = [("THE MACHINE", "", "")]
    rows += [(name.replace("_", " "), _number(value), "") for name, value in limits.items() if isinstance(value, (int, float))]
    bare = limits["bare_beast_20k"]
    rows += [("bare Beast POST of 20 KiB + SHA-256", f"{bare['requests_per_second']:,.0f}/s", f"p99 {bare['p99_ms']:.1f} ms"),
             ("FANGST", "", ""),
             ("durable intake of 20 KiB", f"{intake['requests_per_second']:,.0f}/s",
              f"p50 {intake['p50_ms']:.1f} ms, p99 {intake['p99_ms']:.1f} ms; {ratios['intake_of_bare_beast']:.0%} of bare Beast")]
    for name, chain in figures["chain"].items():
        note = f"{ratios[f'chain_{name}_of_bare_beast']:.1%} of bare Beast, {chain['peak_mib']:.0f} MiB"
        if f"chain_{name}_of_rsa_signatures" in ratios:
            note += f", {ratios[f'chain_{name}_of_rsa_signatures']:.0%} of RSA signatures"
        rows.append((f"whole chain, {name.replace('_', ', ')}", f"{chain['documents_per_second']:,.0f}/s", note))
    rows += [("memory, highest peak", f"{figures['memory']['highest_mib']:.0f} MiB", ""),
             ("cold start to ready", f"{figures['ready']['seconds']:.2f} s", "")]
    return "\n".join(f"{name:<44}{value:>14}  {note}".rstrip() for name, value, note in rows)


def _number(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:,.2f}"
