package io.slotkeeper.app.bench.result;

/**
 * What a figure should be.
 *
 * @param bound in the figure's unit
 */
public record Target(Side side, double bound) {

    /** On which side of the bound it is met. */
    public enum Side {
        AT_LEAST("≥"),
        AT_MOST("≤");

        private final String sign;

        Side(String sign) {
            this.sign = sign;
        }

        public String sign() {
            return sign;
        }
    }

    public static Target atLeast(double bound) {
        return new Target(Side.AT_LEAST, bound);
    }

    public static Target atMost(double bound) {
        return new Target(Side.AT_MOST, bound);
    }

    public boolean met(double value) {
        return side == Side.AT_LEAST ? value >= bound : value <= bound;
    }

    /** How many times as far as it should be; 1 or less if it is met. Infinite where nothing was reached. */
    public double distance(double value) {
        return side == Side.AT_LEAST ? bound / value : value / bound;
    }
}
