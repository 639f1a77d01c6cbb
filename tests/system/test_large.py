"""Size: a document of 1 GiB, and a backlog of 100 000 (FANGST_TEST_WAITING), in bounded memory."""
import hashlib
import http.client
import json
import threading
import time
import unittest
import uuid

from sample_day_support import simple_submission  # puts the sample day on the path
from sample_day.client import NoAnswer, wait_until
from support import installation, resident_kib, scale

MIB = 1 << 20
LARGEST_GROWTH_KIB = 64 * 1024
LARGEST_WITH_BACKLOG_KIB = 150 * 1024
MEASURES_MEMORY = bool(scale("MEASURES_MEMORY", 1))


def large_body(mebibytes):
    """The same bytes every time, and no two mebibytes alike."""
    block = hashlib.shake_256(b"fangst").digest(MIB - 8)
    for number in range(mebibytes):
        yield number.to_bytes(8, "big") + block


class LargeDocument(unittest.TestCase):
    def test_one_gibibyte_is_taken_archived_and_given_back_unchanged_in_bounded_memory(self):
        mebibytes = scale("LARGE_MIB", 1024)
        digest = hashlib.sha256()
        for block in large_body(mebibytes):
            digest.update(block)
        with installation() as made:
            made.start()
            # What the first request of any size costs is not growth with the size.
            made.client("visma").submit_multipart(*simple_submission("LITEN-1"))
            before = resident_kib(made.server.pid)
            submission = self.submit(made, mebibytes)
            self.assertEqual(submission["documents"][0]["sha256"], digest.hexdigest())
            archivist = made.client("archivist")
            wait_until(lambda: archivist.get(f"/v1/submissions/{submission['id']}").json["state"] == "finished", 120,
                       "å arkivere det store dokumentet")
            self.assertEqual(self.stored_digest(made, digest.hexdigest()), digest.hexdigest())
            self.assertEqual(self.given_back_digest(made, digest.hexdigest()), digest.hexdigest())
            receipt = archivist.get(f"/v1/submissions/{submission['id']}/receipt").json
            self.assertEqual(json.loads(receipt["entry"])["body"]["documents"][0]["sha256"], digest.hexdigest())
            growth = resident_kib(made.server.pid, "VmHWM") - before
        print(f"\n{mebibytes} MiB taken, archived and given back; resident memory grew by at most {growth / 1024:.1f} MiB")
        if MEASURES_MEMORY:
            self.assertLess(growth, LARGEST_GROWTH_KIB)

    def submit(self, made, mebibytes):
        metadata, [(name, _)] = simple_submission("STOR-1", b"")
        boundary = uuid.uuid4().hex
        head = (f"--{boundary}\r\nContent-Disposition: form-data; name=\"metadata\"\r\nContent-Type: application/json\r\n\r\n"
                f"{json.dumps(metadata)}\r\n--{boundary}\r\nContent-Disposition: form-data; name=\"fil\"; "
                f"filename=\"{name}\"\r\nContent-Type: application/pdf\r\n\r\n").encode()
        tail = f"\r\n--{boundary}--\r\n".encode()

        def body():
            yield head
            yield from large_body(mebibytes)
            yield tail

        connection = http.client.HTTPConnection("127.0.0.1", made.port(), timeout=300)
        connection.request("POST", "/v1/submissions", body(), {
            "Authorization": f"Bearer {made.keys['visma']['key']}",
            "Content-Type": f"multipart/form-data; boundary={boundary}",
            "Content-Length": str(len(head) + mebibytes * MIB + len(tail))})
        response = connection.getresponse()
        answer = response.read()
        connection.close()
        self.assertEqual(response.status, 201, answer)
        return json.loads(answer)

    def stored_digest(self, made, sha256):
        """Of the bytes on the disk, whatever the server says of them."""
        digest = hashlib.sha256()
        with open(made.directory / "data" / "documents" / "files" / sha256[:2] / sha256, "rb") as file:
            while block := file.read(MIB):
                digest.update(block)
        return digest.hexdigest()

    def given_back_digest(self, made, sha256):
        connection = http.client.HTTPConnection("127.0.0.1", made.port(), timeout=300)
        connection.request("GET", f"/v1/documents/{sha256}",
                           headers={"Authorization": f"Bearer {made.keys['archivist']['key']}"})
        response = connection.getresponse()
        self.assertEqual(response.status, 200)
        digest = hashlib.sha256()
        while block := response.read(MIB):
            digest.update(block)
        connection.close()
        return digest.hexdigest()


class Backlog(unittest.TestCase):
    def test_a_long_backlog_costs_no_memory_and_no_time_at_start(self):
        count = scale("WAITING", 100_000)
        with installation() as made:
            made.start()
            operator = made.client("operator")
            answer = operator.send_json("POST", "/v1/operations/dependencies/arkiv/pause", {})
            self.assertIn(answer.status, (200, 204), answer)
            before = resident_kib(made.server.pid)
            self.fill(made, count)
            self.assertEqual(operator.balance()["in_flight"], count)
            with_backlog = resident_kib(made.server.pid, "VmHWM")
            self.assertEqual(made.stop_server(), 0)
            seconds = made.start(seconds=60)
            self.assertEqual(operator.balance()["in_flight"], count)
            time.sleep(2)  # let the workers meet the backlog, paused as it is
            after = resident_kib(made.server.pid, "VmHWM")
        print(f"\n{count} waiting: {before / 1024:.0f} MiB before, {with_backlog / 1024:.0f} MiB at most with them, "
              f"{after / 1024:.0f} MiB after a start of {seconds:.2f} s")
        if MEASURES_MEMORY:
            self.assertLess(seconds, 5)
            self.assertLess(max(with_backlog, after), LARGEST_WITH_BACKLOG_KIB)

    def fill(self, made, count, threads=8):
        failures = []

        def hand_in(number):
            client = made.client("visma")
            try:
                for index in range(number, count, threads):
                    answer = client.submit_multipart(*simple_submission(f"KOE-{index}", b"%PDF-1.7 " + str(index).encode()))
                    if answer.status != 201:
                        failures.append(answer)
                        return
            except NoAnswer as error:
                failures.append(error)

        workers = [threading.Thread(target=hand_in, args=(number,)) for number in range(threads)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        self.assertEqual(failures, [])


if __name__ == "__main__":
    unittest.main()
