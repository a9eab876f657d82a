"""The three models for Ciw: a network of nodes, as its tutorial has it."""

import pathlib
import random
import sys
import time

import ciw

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent / "common"))
import peer

# Long enough for the last requests of model C to be answered: a hundred service times.
DRAIN_S = 5.0


class Until(ciw.dists.Distribution):
    """Exponential times between arrivals, of which none comes after a moment."""

    def __init__(self, rate, until):
        self.rate = rate
        self.until = until

    def sample(self, t=None, ind=None):
        gap = random.expovariate(self.rate)
        return gap if t + gap <= self.until else float("inf")


def queue(rate, servers, customers):
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(rate)],
        service_distributions=[ciw.dists.Exponential(1.0)],
        number_of_servers=[servers],
    )
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_customers(customers, method="Finish")
    return simulation


def web(until):
    """Node 1 is the edge, node 2 the web workers, node 3 the database connections."""
    network = ciw.create_network(
        arrival_distributions=[Until(4000.0, until), Until(1000.0, until), None],
        service_distributions=[
            ciw.dists.Exponential(1 / 0.005),
            ciw.dists.Exponential(1 / 0.040),
            ciw.dists.Exponential(1 / 0.008),
        ],
        routing=[[0.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.0, 0.0, 0.0]],
        number_of_servers=[float("inf"), 64, 32],
    )
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_time(until + DRAIN_S)
    return simulation


def main():
    model, size, seed = peer.asked()
    started = time.perf_counter()
    ciw.seed(seed)
    if model == "A":
        simulation = queue(0.8, 1, int(size))
    elif model == "B":
        simulation = queue(7.2, 8, int(size))
    else:
        simulation = web(size)
    waited = 0.0
    first, last = {}, {}
    for record in simulation.get_all_records():
        waited += record.waiting_time
        who = record.id_number
        first[who] = min(first.get(who, record.arrival_date), record.arrival_date)
        last[who] = max(last.get(who, record.exit_date), record.exit_date)
    responses = [last[who] - first[who] for who in first]
    peer.report(started, waited, responses)


main()
