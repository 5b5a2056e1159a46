"""Run by Superset's own Python: makes the alerts that a file of JSON lists, and nothing else."""

import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any


def main(wanted: dict[str, Any]) -> None:
    """{"database": address, "alerts": [{"name", "sql", "channel", "grace"}]}, each minute.

    Its message links to a dashboard, because without one Superset sends none.
    """
    with import_module("superset.app").create_app().app_context():
        # Nothing of it can be imported before there is an app.
        superset, reports = import_module("superset"), import_module("superset.reports.models")
        security, session = superset.security_manager, superset.db.session
        owner = security.add_user(
            "bench", "The", "Bench", "bench@example.org", security.find_role("Admin"), "-"
        )
        database = import_module("superset.models.core").Database(database_name="caseload")
        database.set_sqlalchemy_uri(wanted["database"])
        dashboards = import_module("superset.models.dashboard")
        dashboard = dashboards.Dashboard(dashboard_title="Caseload", slug="caseload")
        session.add_all([database, dashboard])
        for alert in wanted["alerts"]:
            target = json.dumps({"target": alert["channel"]})
            recipient = reports.ReportRecipients(type="SlackV2", recipient_config_json=target)
            session.add(
                reports.ReportSchedule(
                    type="Alert",
                    name=alert["name"],
                    sql=alert["sql"],
                    database=database,
                    dashboard=dashboard,
                    owners=[owner],
                    crontab="* * * * *",
                    report_format="TEXT",
                    validator_type="operator",
                    validator_config_json=json.dumps({"op": ">", "threshold": 0}),
                    grace_period=alert["grace"],
                    recipients=[recipient],
                )
            )
        session.commit()


if __name__ == "__main__":
    main(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
