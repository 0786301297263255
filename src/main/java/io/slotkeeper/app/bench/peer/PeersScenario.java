package io.slotkeeper.app.bench.peer;

import io.slotkeeper.app.bench.lab.Product;
import io.slotkeeper.app.bench.lab.Worked;
import io.slotkeeper.app.bench.load.ReserveRequests;
import io.slotkeeper.app.bench.result.ScenarioSheet;
import io.slotkeeper.app.bench.result.Target;
import io.slotkeeper.app.bench.round.Backlogs;
import io.slotkeeper.app.bench.round.Bench;
import io.slotkeeper.app.bench.round.Contender;
import io.slotkeeper.app.bench.round.Scenario;
import io.slotkeeper.topics.Topic;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The plain case beside what others make of it, alternately. */
public final class PeersScenario implements Scenario {

    private static final String POSTGRES = "postgresql";
    private static final String REDIS = "redis";

    @Override
    public String name() {
        return "peers";
    }

    @Override
    public String what() {
        return "reserve beside an exclusion constraint of PostgreSQL and a script of Redis: slots all different, of 2,000"
                + " event types";
    }

    @Override
    public void measure(Bench bench, ScenarioSheet sheet) throws InterruptedException {
        sheet.condition(
                "reserve guarantees",
                "state, outcome and snapshot in one transaction of the broker, which has one replica and leaves writing to"
                        + " disk to the system; holds expire");
        Map<String, Peer> peers = new LinkedHashMap<>();
        try {
            start(peers, sheet);
            if (!peers.isEmpty()) {
                measure(bench, sheet, peers);
            }
        } finally {
            peers.values().forEach(Peer::close);
        }
    }

    private static void start(Map<String, Peer> peers, ScenarioSheet sheet) throws InterruptedException {
        add(peers, POSTGRES, PostgresPeer.start(), 4, sheet);
        add(peers, REDIS, RedisPeer.start(), 1, sheet);
    }

    /** @param times as many requests as it should be worked off at */
    private static void add(
            Map<String, Peer> peers, String name, Optional<Peer> peer, double times, ScenarioSheet sheet) {
        if (peer.isEmpty()) {
            sheet.note(name
                    + " isn't installed here, so it isn't measured; Debian's packages are postgresql and redis-server");
            return;
        }
        peers.put(name, peer.get());
        sheet.condition(name + " guarantees", peer.get().guarantees());
        sheet.target("reserve ÷ " + name, Target.atLeast(times));
    }

    private void measure(Bench bench, ScenarioSheet sheet, Map<String, Peer> peers) throws InterruptedException {
        ReserveRequests requests = ReserveRequests.usual();
        Backlogs.conditions(bench, sheet, requests);
        try (Product product = bench.lab().product(name(), Backlogs.LONG_HOLDS)) {
            Backlogs.define(product, requests);
            Contender reserve = Backlogs.product(bench, product, requests, Topic.RESERVATION_REQUESTS);
            bench.say(name(), "warming up");
            reserve.warmUp(Backlogs.warmUp(bench));
            for (Peer peer : peers.values()) {
                peer.reserve(bench.round());
            }
            for (int round = 1; bench.another(round); round++) {
                bench.say(name(), "round " + round);
                Worked worked = reserve.work();
                sheet.add("reserve", "/s", worked.rate());
                for (Map.Entry<String, Peer> peer : peers.entrySet()) {
                    double rate = peer.getValue().reserve(bench.round());
                    sheet.add(peer.getKey(), "/s", rate);
                    sheet.add("reserve ÷ " + peer.getKey(), "", worked.rate() / rate);
                }
            }
        }
    }
}
