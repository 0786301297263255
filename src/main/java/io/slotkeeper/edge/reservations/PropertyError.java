package io.slotkeeper.edge.reservations;

/**
 * What is wrong with a property of a body or a query (docs/spec/http.md#reservations).
 *
 * @param constraint the name under which the API lists the text: class-validator's
 */
record PropertyError(String property, String constraint, String text) {

    /** One that has no place there. */
    static PropertyError unknown(String property) {
        return new PropertyError(property, "whitelistValidation", "property " + property + " should not exist");
    }
}
