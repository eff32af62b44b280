"""A real SMTP server for the journeys: keeps what it takes, misbehaves on request.

usage: smtp_server.py FOLDER [--tls CERT KEY --auth USER PASSWORD]

Prints its port on the first line of standard output. Every message taken is one file in FOLDER,
`<number>.eml`, with the envelope in X-Envelope-From / X-Envelope-To on top. What happens depends
on the recipient's local part: it begins with
  refuse  550 at RCPT     defer  451 at RCPT     late  554 after DATA
  hang    no answer to RCPT                       drop  the connection is cut at RCPT
Ends when its standard input closes, so that no test leaves it behind.
"""

import asyncio
import os
import pathlib
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult


class Keeper:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.number = 0

    async def handle_RCPT(self, server, session, envelope, address, options):
        local = address.split("@")[0]
        if local.startswith("refuse"):
            return "550 5.1.1 mailbox unavailable"
        if local.startswith("defer"):
            return "451 4.2.1 try again later"
        if local.startswith("hang"):
            await asyncio.Event().wait()
        if local.startswith("drop"):
            server.transport.abort()
            return "421 closing"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if any(to.startswith("late") for to in envelope.rcpt_tos):
            return "554 5.7.1 refused after data"
        self.number += 1
        head = f"X-Envelope-From: {envelope.mail_from}\r\nX-Envelope-To: {','.join(envelope.rcpt_tos)}\r\n"
        part = self.folder / f".{self.number}"
        part.write_bytes(head.encode() + envelope.content)
        os.rename(part, self.folder / f"{self.number:04}.eml")
        return f"250 2.0.0 kept as {self.number}"


async def main(arguments):
    keeper = Keeper(arguments[0])
    options = {"hostname": "smtp.test", "enable_SMTPUTF8": False}
    if "--tls" in arguments:
        at = arguments.index("--tls")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(arguments[at + 1], arguments[at + 2])
        user, password = arguments[arguments.index("--auth") + 1 :][:2]

        def check(server, session, envelope, mechanism, data):
            right = data.login == user.encode() and data.password == password.encode()
            # `handled=False`: aiosmtpd itself answers a failed sign-in; without it, it never does.
            return AuthResult(success=right, handled=right)

        options |= {"tls_context": context, "require_starttls": True, "auth_required": True, "authenticator": check}
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(keeper, **options), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


asyncio.run(main(sys.argv[1:]))
