"""`footnote doctor`: is everything sound, and what to do where it is not."""

import click

from footnote.bot.cli.session import Session


@click.command()
@click.option("--repair", is_flag=True, help="Mend what can be mended from the catalog.")
@click.pass_obj
def command(session: Session, repair: bool) -> int:
    """Check settings, models, catalog and vectors, and ask a canary question."""
    from footnote.bot.doctor.checks import examine

    settings = session.settings()
    findings = []
    for finding in examine(settings, repair=repair):
        findings.append(finding)
        if not session.as_json:
            sign, style = ("✓", "green") if finding.ok else ("✗", "red")
            session.out.print(
                f"{sign} {finding.check}: {finding.detail}", style=style, markup=False
            )
    sound = all(finding.ok for finding in findings)
    if session.as_json:
        session.print_json(
            {
                "ok": sound,
                "findings": [
                    {"check": item.check, "ok": item.ok, "detail": item.detail} for item in findings
                ],
            }
        )
    return 0 if sound else 1
