package io.slotkeeper.edge.reservations;

/**
 * A rule that a property has to keep (http.md, "Reservations").
 *
 * @param key the name under which the API lists it: class-validator's
 * @param expectation its text, behind the property's name
 */
record Constraint(String key, String expectation) {

    static final Constraint INT = new Constraint("isInt", "must be an integer number");
    static final Constraint DATE = new Constraint("isDateString", "must be a valid ISO 8601 date string");
    static final Constraint TEXT = new Constraint("isString", "must be a string");

    PropertyError brokenBy(String property) {
        return new PropertyError(property, key, property + " " + expectation);
    }
}
