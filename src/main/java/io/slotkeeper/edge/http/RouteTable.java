package io.slotkeeper.edge.http;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.pathmap.MatchedResource;
import org.eclipse.jetty.http.pathmap.PathMappings;
import org.eclipse.jetty.http.pathmap.UriTemplatePathSpec;

/** Routes by their paths; a path is of one template at most. For any thread. */
public final class RouteTable {

    private final PathMappings<Map<String, Route>> paths = new PathMappings<>();

    public RouteTable(List<Route> routes) {
        Map<String, Map<String, Route>> byTemplate = new LinkedHashMap<>();
        routes.forEach(route -> byTemplate
                .computeIfAbsent(route.template(), template -> new LinkedHashMap<>())
                .put(route.method(), route));
        byTemplate.forEach((template, methods) -> paths.put(new UriTemplatePathSpec(template), methods));
    }

    /**
     * What there is at a path.
     *
     * @param routes by their methods
     * @param parameters of the path, decoded
     */
    public record Match(Map<String, Route> routes, Map<String, String> parameters) {

        public Optional<Route> route(String method) {
            return Optional.ofNullable(routes.get(method));
        }
    }

    /** @param path as it was sent */
    public Optional<Match> find(String path) {
        return Optional.ofNullable(paths.getMatched(path))
                .flatMap(found -> parameters(found, path).map(it -> new Match(found.getResource(), it)));
    }

    /** Empty when one of them isn't escaped as it should be. */
    private static Optional<Map<String, String>> parameters(MatchedResource<?> found, String path) {
        Map<String, String> raw = ((UriTemplatePathSpec) found.getPathSpec()).getPathParams(path);
        if (raw == null) {
            return Optional.of(Map.of());
        }
        Map<String, String> decoded = new HashMap<>();
        try {
            raw.forEach((name, value) -> decoded.put(name, Escaped.decodedSegment(value)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        return Optional.of(decoded);
    }
}
