⟦head⟧
import os
import random

import gevent
from locust import HttpUser, LoadTestShape, constant, task

⟦# handover.script.scale⟧SCALE = float(os.environ.get("ONRUSH_SCALE", "1"))
⟦# handover.locust.speed⟧SPEED = float(os.environ.get("ONRUSH_SPEED", "1"))

⟦# handover.locust.ramp⟧START = ⟦start⟧
RAMP = [
⟦ramp⟧]

⟦# handover.script.pages⟧PAGES = [
⟦pages⟧]

⟦# handover.script.patience⟧PATIENCE = ⟦patience⟧


⟦# handover.script.think⟧def randomly(mean):
    return random.expovariate(1 / mean) if mean > 0 else 0.0


class Visitor(HttpUser):
    host = os.environ.get("BASE_URL", "https://test.example.com")
    wait_time = constant(0)

    @task
    def visit(self):
        for page in PAGES:
            if not self.open(page):
                return
            for path in page["calls"]:
                self.client.get(path, name=path, timeout=PATIENCE)
            if not self.stay(page) or random.random() >= page["go_on"]:
                return

    def open(self, page):
        with self.client.get(
            page["path"], name=page["name"], timeout=PATIENCE, catch_response=True
        ) as answer:
            came = 200 <= answer.status_code < 400
            if came:
                answer.success()
            else:
                answer.failure(f"status {answer.status_code}")
        return came

⟦    # handover.script.opens⟧    def stay(self, page):
        opens = page["opens"]
        if opens is None or opens["at"] <= Crowd.now:
            self.pause(randomly(page["think"]))
            return True
        while (rest := opens["at"] - Crowd.now) > 0:
            pause = rest if opens["refresh"] is None else randomly(opens["refresh"])
            self.pause(min(rest, pause))
            if pause < rest and not self.open(page):
                return False
        self.pause(randomly(opens["reaction"]))
        return self.open(page)

    def pause(self, seconds):
        gevent.sleep(max(0.01, seconds / SPEED))


class Crowd(LoadTestShape):
    now = 0.0

    def tick(self):
        Crowd.now = now = self.get_run_time() * SPEED
        begins, value = 0.0, START
        for seconds, users in RAMP:
            if now < begins + seconds:
                wanted = (value + (users - value) * (now - begins) / seconds) * SCALE
                wanted = max(1, round(wanted))
                return wanted, max(1, abs(wanted - self.get_current_user_count()))
            begins, value = begins + seconds, users
        return None
