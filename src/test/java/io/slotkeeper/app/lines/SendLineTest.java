package io.slotkeeper.app.lines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SendLineTest {

    @Test
    void keeps_the_value_as_it_is_written() throws Exception {
        String value = "{ \"n\":1.0E+2, \"n\":1, \"s\":\"\\u00e4ä}\", \"deep\":{\"request_id\":[{}]} }";
        SendLine line = SendLine.parse(" {\"value\": " + value + " ,\"key\":\"k\\u00e4\"} ");
        assertThat(line).isEqualTo(new SendLine("kä", value, false));
    }

    @Test
    void sees_a_request_id_of_the_value_only() throws Exception {
        assertThat(SendLine.parse("{\"key\":\"k\",\"value\":{\"a\":{},\"request_id\":\"r\"}}")
                        .hasRequestId())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {}                    | {"request_id":"id"}
                    { }                   | {"request_id":"id"}
                    {"a":1}               | {"request_id":"id","a":1}
                    {"request_id":"mine"} | {"request_id":"mine"}
                    """)
    void fills_in_a_request_id(String value, String filled) throws Exception {
        SendLine line =
                SendLine.parse("{\"key\":\"k\",\"value\":" + value + "}").withRequestId("id");
        assertThat(line.value()).isEqualTo(filled);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"value":{}}                        | "key" is missing
                    {"key":"k"}                         | "value" is missing
                    {"key":1,"value":{}}                | "key" has to be a text
                    {"key":null,"value":{}}             | "key" has to be a text
                    {"key":"k","value":[]}              | "value" has to be an object
                    {"key":"k","value":null}            | "value" has to be an object
                    {"key":"k","key":"l","value":{}}    | only "key" and "value" are expected, once each, not "key"
                    {"key":"k","value":{},"x":1}        | only "key" and "value" are expected, once each, not "x"
                    {"key":"\\ud800","value":{}}        | "key" can't be written as UTF-8
                    {"key":"k","value":{}} {}           | something follows the object
                    {"key":"k","value":{}               | it ends in the middle of an object; each line has to be a whole one
                    {                                   | it ends in the middle of an object; each line has to be a whole one
                    {"key":"k","value":{"a"}}           | not JSON
                    hello                               | not JSON
                    "hello"                             | expected {"key":"…","value":{…}}
                    """)
    void says_what_is_wrong(String line, String message) {
        assertThatThrownBy(() -> SendLine.parse(line))
                .isInstanceOf(SendLine.MalformedLineException.class)
                .hasMessageStartingWith(message);
    }
}
