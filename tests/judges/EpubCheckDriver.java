import com.adobe.epubcheck.api.EPUBLocation;
import com.adobe.epubcheck.api.EpubCheck;
import com.adobe.epubcheck.api.MasterReport;
import com.adobe.epubcheck.messages.Message;
import com.adobe.epubcheck.messages.Severity;
import com.adobe.epubcheck.util.FeatureEnum;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/**
 * Judges many EPUBs in one JVM: file names on standard input, one JSON object a line on standard output.
 * The first line is the version; a file's messages are followed by a line that says it is done.
 */
public class EpubCheckDriver {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static PrintStream answers;

    public static void main(String[] arguments) throws IOException {
        answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.setOut(System.err); // whatever the library prints must not mix with the answers
        answer(Map.of("version", EpubCheck.version()));
        var names = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String name = names.readLine(); name != null; name = names.readLine()) {
            new EpubCheck(new File(name), new Answers(name)).doValidate();
            answer(Map.of("done", name));
        }
    }

    private static void answer(Map<String, String> answer) {
        try {
            answers.println(JSON.writeValueAsString(answer));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Writes each message as it comes. */
    private static class Answers extends MasterReport {
        private final String name;

        Answers(String name) {
            this.name = name;
            setEpubFileName(name);
            setLocale(Locale.ENGLISH);
        }

        @Override
        public void message(Message message, EPUBLocation location, Object... arguments) {
            if (message.getSeverity() == Severity.SUPPRESSED) {
                return;
            }
            answer(Map.of(
                "file", name,
                "level", message.getSeverity().toString(),
                "code", message.getID().toString(),
                "message", message.getMessage(arguments),
                "where", location.getPath() + ":" + location.getLine() + ":" + location.getColumn()));
        }

        @Override
        public void info(String resource, FeatureEnum feature, String value) {
            // Features of the publication, not findings.
        }

        @Override
        public int generate() {
            return 0;
        }

        @Override
        public void initialize() {
            // Nothing to set up.
        }
    }
}
