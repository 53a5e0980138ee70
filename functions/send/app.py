"""Documents by e-mail: sent, and reminded of once they are overdue."""

from aws_lambda_powertools.event_handler import Response

from invoicing.edge.http import answer, http_api, observed, request
from invoicing.edge.request import parse
from invoicing.edge.wire.reminding import ReminderInput, reminder_view
from invoicing.edge.wire.sending import SendInput
from invoicing.edge.wiring import ports
from invoicing.usecases.remind_client import remind_client
from invoicing.usecases.send_document import send_document

app = http_api()


@app.post("/v1/Documents/<document_id>/send")
def post_send(document_id: str) -> Response[str]:
    call = request(app)
    body = parse(SendInput, call.json_object())
    mailing = body.to_mailing(call.query.get("l", ""), call.public_url)
    sent = send_document(document_id, mailing, call.tenant(), ports(), key=call.key())
    return answer({"success": True, "id": sent.id, "status": sent.state})


@app.post("/v1/Documents/<document_id>/send-reminder")
def post_reminder(document_id: str) -> Response[str]:
    call = request(app)
    body = parse(ReminderInput, call.json_object(optional=True))
    mailing = body.to_mailing(call.query.get("l", ""))
    sent = send_document(document_id, mailing, call.tenant(), ports(), key=call.key())
    shown = {"id": sent.id, "status": sent.state, "reminder": sent.reminder}
    return answer({"success": True, **shown})


@app.post("/v1/Clients/<client_id>/send-reminder")
def post_client_reminder(client_id: str) -> Response[str]:
    call = request(app)
    body = parse(ReminderInput, call.json_object(optional=True))
    mailing = body.to_mailing(call.query.get("l", ""))
    done = remind_client(client_id, mailing, call.tenant(), ports(), key=call.key())
    reminders = [reminder_view(one) for one in done.reminders]
    return answer({"success": True, "reminders": reminders, "more": done.more})


handler = observed(app)
