package io.slotkeeper.edge.http;

import java.util.function.UnaryOperator;

/** What the APIs answer differently before a route is reached. */
public interface ApiShapes {

    /** The shape of errors of the API that the path belongs to. */
    ErrorShape errorsOf(String path);

    /**
     * Whether the path's API is served in the version that the headers ask for.
     *
     * @param header its value, empty where there is none
     */
    boolean isServedVersion(String path, UnaryOperator<String> header);
}
