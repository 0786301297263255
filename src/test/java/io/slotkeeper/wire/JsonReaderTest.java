package io.slotkeeper.wire;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {

    private static Optional<Json.Obj> read(String json) {
        return JsonReader.read(json.getBytes(UTF_8));
    }

    private static Json valueOf(String value) {
        return Optional.ofNullable(
                        read("{\"a\":" + value + "}").orElseThrow().fields().get("a"))
                .orElseThrow();
    }

    /** An object whose innermost value stands at this depth. */
    private static String nested(int depth, String open, String close) {
        return "{\"a\":" + open.repeat(depth - 1) + close.repeat(depth - 1) + "}";
    }

    @Test
    void keeps_numbers_and_the_order_of_fields_as_they_were_sent() {
        assertThat(read(" {\"b\" : 1.0 ,\n\"a\":[ 1e3 , -0,\t1E+2 ],\"c\":{ }, \"d\" : null,\"e\":[true,false]}\r\n")
                        .map(Json::compact))
                .contains("{\"b\":1.0,\"a\":[1e3,-0,1E+2],\"c\":{},\"d\":null,\"e\":[true,false]}");
    }

    @Test
    void compact_text_escapes_what_json_must_escape_and_nothing_else() {
        assertThat(valueOf("\"\\u00e9\\/\\\"\\\\\\n\\u0000\\ud83d\\ude00\"").compact())
                .isEqualTo("\"é/\\\"\\\\\\n\\u0000😀\"");
    }

    @Test
    void reads_depth16_and_refuses17() {
        assertThat(read(nested(16, "[", "]"))).isPresent();
        assertThat(read(nested(17, "[", "]"))).isEmpty();
        assertThat(read(nested(16, "{\"a\":", "}").replace("{\"a\":}", "{}"))).isPresent();
        assertThat(read(nested(17, "{\"a\":", "}").replace("{\"a\":}", "{}"))).isEmpty();
        assertThat(read("{\"a\":" + "[".repeat(10_000))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "12345678901234567890123456789012",
                "-1234567890123456789012345678901",
                "1.234567890123456789012345678901",
                "-1.23456789012345678901234567890",
                "1.2345678901234567890123456789e1",
                "0.000000000000000000000000000001"
            })
    void reads_numbers_of32_characters_and_refuses33(String number) {
        assertThat(number).hasSize(32);
        assertThat(valueOf(number)).isEqualTo(new Json.Num(number));
        assertThat(read("{\"a\":" + number + "0}")).isEmpty();
        assertThat(read("{\"a\":[" + number + "0]}")).isEmpty();
    }

    @Test
    void refuses_an_endless_number() {
        assertThat(read("{\"a\":" + "9".repeat(60_000) + "}")).isEmpty();
        assertThat(read("{\"a\":1." + "9".repeat(60_000) + "}")).isEmpty();
    }

    @Test
    void reads_strings_of4_ki_b_and_refuses_one_more() {
        String longest = "x".repeat(4_096);
        assertThat(valueOf("\"" + longest + "\"")).isEqualTo(new Json.Str(longest));
        assertThat(read("{\"a\":\"" + longest + "x\"}")).isEmpty();
        assertThat(read("{\"a\":\"\\n" + longest + "\"}")).isEmpty();
    }

    @Test
    void counts_a_strings_bytes_not_its_characters() {
        String longest = "é".repeat(2_048);
        assertThat(valueOf("\"" + longest + "\"")).isEqualTo(new Json.Str(longest));
        assertThat(read("{\"a\":\"" + longest + "x\"}")).isEmpty();
    }

    @Test
    void reads_names_of4_ki_b_and_refuses_one_more() {
        String longest = "x".repeat(4_096);
        assertThat(read("{\"" + longest + "\":1}").orElseThrow().fields()).containsOnlyKeys(longest);
        assertThat(read("{\"" + longest + "x\":1}")).isEmpty();
        assertThat(read("{\"\\n" + longest + "\":1}")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1,\"a\":1}",
                "{\"a\":1,\"\\u0061\":2}",
                "{\"a\":null,\"a\":1}",
                "{\"b\":{\"a\":1,\"c\":2,\"a\":3}}",
                "{\"b\":[{\"a\":1,\"a\":1}]}"
            })
    void refuses_a_key_that_stands_twice_in_one_object(String json) {
        assertThat(read(json)).isEmpty();
    }

    @Test
    void allows_the_same_key_in_different_objects() {
        assertThat(read("{\"a\":{\"a\":1},\"b\":[{\"a\":1},{\"a\":2}]}")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "[]",
                "\"a\"",
                "1",
                "null",
                "{",
                "{\"a\"",
                "{\"a\":",
                "{\"a\":1",
                "{\"a\":[1,",
                "{\"a\":\"x",
                "{\"a\":tru",
                "{}{}",
                "{} {}",
                "{}x",
                "{}1",
                "{}]",
                "{},",
                "{\"a\":1,}",
                "{\"a\":[1,]}",
                "{\"a\":[1 2]}",
                "{,}",
                "{a:1}",
                "{'a':1}",
                "{\"a\":'x'}",
                "{\"a\":NaN}",
                "{\"a\":Infinity}",
                "{\"a\":-Infinity}",
                "{\"a\":INF}",
                "{\"a\":+1}",
                "{\"a\":.5}",
                "{\"a\":1.}",
                "{\"a\":01}",
                "{\"a\":-}",
                "{\"a\":0x1F}",
                "{\"a\":1}//x",
                "{\"a\":1}/*x*/",
                "/*x*/{\"a\":1}",
                "{\"a\":/*x*/1}",
                "{\"a\":1}#x",
                "{\"a\":\"\n\"}",
                "{\"a\":\"\t\"}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12\"}",
                "{\"a\":True}",
                "\uFEFF{\"a\":1}",
                "{\"a\":\u00a01}"
            })
    void refuses_what_is_not_one_json_object(String json) {
        assertThat(read(json)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"80", "c3", "c328", "c0af", "e28028", "f4908080", "eda080", "edbfbf", "ff", "fe", "f0288cbc"})
    void refuses_invalid_utf8(String hex) {
        byte[] text = HexFormat.of().parseHex("7b2261223a22" + hex + "227d");
        assertThat(JsonReader.read(text)).isEmpty();
    }

    @Test
    void refuses_other_encodings() {
        assertThat(JsonReader.read("{\"a\":1}".getBytes(UTF_16LE))).isEmpty();
        assertThat(JsonReader.read("{\"a\":1}".getBytes(UTF_16BE))).isEmpty();
    }

    @Test
    void keeps_escaped_halves_of_surrogate_pairs_for_the_fields_to_judge() {
        assertThat(valueOf("\"\\ud800\"")).isEqualTo(new Json.Str("\ud800"));
    }

    /** A key that the parser's own detection of duplicates takes must be taken here, and no other. */
    @Test
    void reads_what_a_strict_parser_reads_after_a_strict_decoder() {
        var random = new Random(Long.getLong("slotkeeper.seed", 1));
        int readable = 0;
        for (int i = 0; i < 50_000; i++) {
            byte[] changed = changed(random);
            Optional<Json.Obj> read = JsonReader.read(changed);
            assertThat(read.isPresent()).as(new String(changed, UTF_8)).isEqualTo(isOneObject(changed));
            readable += read.isPresent() ? 1 : 0;
        }
        assertThat(readable).isGreaterThan(2_000);
    }

    private static byte[] changed(Random random) {
        byte[] text = "{\"a\":\"aé😀\\u0061\",\"b\":[1,-2.5e3,{\"c\":null,\"ü\":true}],\"x\":\"\\ud83d\",\"ab\":false }"
                .getBytes(UTF_8);
        byte other = random.nextInt(4) > 0 ? text[random.nextInt(text.length)] : (byte) random.nextInt();
        text[random.nextInt(text.length)] = other;
        return text;
    }

    private static boolean isOneObject(byte[] bytes) {
        var factory = JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        try (JsonParser parser = factory.createParser(
                UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }
}
