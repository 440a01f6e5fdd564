"""Talks to the installed kernel as Jupyter does: completes a name, interrupts a loop, goes on, shuts down.

Usage: client.py KERNEL_NAME. Exit code 0 when all went as it should.
"""

import sys
import time

from jupyter_client.manager import start_new_kernel

PATIENCE = 60


def run(client, code):
    """Runs a cell; its reply and the messages about it."""
    outputs = []
    reply = client.execute_interactive(code, timeout=PATIENCE, output_hook=outputs.append)
    return reply["content"], outputs


def main(name):
    manager, client = start_new_kernel(kernel_name=name, startup_timeout=PATIENCE)
    try:
        reply, outputs = run(client, 'var answer = 42; Console.Write("a"); answer')
        assert reply["status"] == "ok", reply
        data = [o["content"]["data"]["text/plain"] for o in outputs if o["msg_type"] == "execute_result"]
        assert data == ["42"], outputs

        found = client.complete("answer + ans", reply=True, timeout=PATIENCE)["content"]
        assert (found["matches"], found["cursor_start"], found["cursor_end"]) == (["answer"], 9, 12), found

        waiting = client.execute('Console.WriteLine("running"); while (true) ;')
        queued = client.execute("answer = 0;")
        while client.get_iopub_msg(timeout=PATIENCE)["msg_type"] != "stream":
            pass
        started = time.monotonic()
        manager.interrupt_kernel()
        replies = {}
        while waiting not in replies or queued not in replies:
            message = client.get_shell_msg(timeout=PATIENCE)
            replies[message["parent_header"]["msg_id"]] = message["content"]
        assert replies[waiting]["ename"] == "Interrupted", replies
        assert replies[queued]["status"] == "aborted", replies
        print(f"interrupted after {time.monotonic() - started:.2f} s")

        reply, outputs = run(client, "answer")
        assert reply["status"] == "ok" and reply["execution_count"] == 3, reply
    finally:
        client.stop_channels()
        started = time.monotonic()
        manager.shutdown_kernel()
        print(f"shut down after {time.monotonic() - started:.2f} s")


main(sys.argv[1])
