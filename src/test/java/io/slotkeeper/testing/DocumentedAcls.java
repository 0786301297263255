package io.slotkeeper.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.Resource;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** Reads the lines for {@code kafka-acls.sh} of a document, as a shell and that tool would. */
public final class DocumentedAcls {

    private static final Pattern LOOP = Pattern.compile("for (\\w+) in ([^;]+); do\\n(.*?)done", Pattern.DOTALL);
    private static final Map<String, ResourceType> RESOURCES = Map.of(
            "--topic",
            ResourceType.TOPIC,
            "--group",
            ResourceType.GROUP,
            "--transactional-id",
            ResourceType.TRANSACTIONAL_ID);

    private DocumentedAcls() {}

    /** @param script lines that begin with {@code $acls}, maybe in a loop over words */
    public static List<AclBinding> of(String script) {
        return unrolled(script.replace("\\\n", " "))
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith("$acls "))
                .flatMap(line -> bindings(List.of(line.split("\\s+"))))
                .toList();
    }

    private static String unrolled(String script) {
        return LOOP.matcher(script).replaceAll(loop -> {
            var lines = new StringBuilder();
            for (String word : loop.group(2).split("\\s+", -1)) {
                lines.append(loop.group(3).replace("$" + loop.group(1), word));
            }
            return Matcher.quoteReplacement(lines.toString());
        });
    }

    private static Stream<AclBinding> bindings(List<String> words) {
        String principal = "";
        var operations = new ArrayList<AclOperation>();
        ResourceType type = ResourceType.UNKNOWN;
        String name = "";
        PatternType pattern = PatternType.LITERAL;
        for (int i = 1; i < words.size(); i += 2) {
            String option = words.get(i);
            if (option.equals("--cluster")) {
                type = ResourceType.CLUSTER;
                name = Resource.CLUSTER_NAME;
                i--;
                continue;
            }
            String value = words.get(i + 1);
            switch (option) {
                case "--allow-principal" -> principal = value;
                case "--operation" -> operations.add(operation(value));
                case "--resource-pattern-type" -> pattern = PatternType.valueOf(value.toUpperCase(Locale.ROOT));
                default -> {
                    if (!RESOURCES.containsKey(option)) {
                        throw new IllegalArgumentException(option + " in " + words);
                    }
                    type = RESOURCES.getOrDefault(option, ResourceType.UNKNOWN);
                    name = value;
                }
            }
        }
        var resource = new ResourcePattern(type, name, pattern);
        String allowed = principal;
        return operations.stream()
                .map(operation -> new AclBinding(
                        resource, new AccessControlEntry(allowed, "*", operation, AclPermissionType.ALLOW)));
    }

    private static AclOperation operation(String name) {
        return AclOperation.fromString(
                name.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT));
    }
}
