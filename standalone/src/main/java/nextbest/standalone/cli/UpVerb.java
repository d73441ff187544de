package nextbest.standalone.cli;

import java.io.PrintWriter;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import nextbest.standalone.House;
import nextbest.workflows.subjectloop.LoopSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code ./nextbest up}: everything on this machine, until Ctrl-C. */
@Command(
        name = "up",
        aliases = "standalone",
        mixinStandardHelpOptions = true,
        description = {
            "Starts everything on this machine: PostgreSQL, the Temporal server, a local mailbox, the worker and the API.",
            "Ctrl-C stops it in order; a second 'up' goes on where the first one stopped.",
            "After a fresh start nothing leaves the house until './nextbest go-live'."
        },
        footer = {
            "",
            "For example:",
            "  ./nextbest up",
            "  ./nextbest up --clock 2017-12-31,86400    a business day passes in a second"
        })
final class UpVerb implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private DataOption data;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "0",
            description = "Port of the API and the pages (default: as the last time, or a free one).")
    private int port;

    @Option(
            names = "--public-url",
            paramLabel = "URL",
            description = "What links in mails begin with (default: this machine).")
    private URI publicUrl;

    @Option(
            names = "--clock",
            paramLabel = "START,RATE",
            converter = Clock.class,
            description = "Sets the business clock: where it stands now, and business seconds per real second.")
    private House.ClockChoice clock;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        House house = House.start(
                new House.Plan(
                        "up",
                        data.folder(),
                        Optional.ofNullable(clock),
                        port,
                        Optional.ofNullable(publicUrl),
                        LoopSettings.standard()),
                line -> out.println("  " + line));
        printAddresses(out, house);
        out.println("Ctrl-C stops it.");
        new CountDownLatch(1).await();
        return 0;
    }

    static void printAddresses(PrintWriter out, House house) {
        out.println("nextbest is up.");
        out.println("  pages and API   " + house.addresses().get("api"));
        out.println("  log-in          operator, password " + house.password());
        out.println("  API description " + house.addresses().get("api") + "/api/openapi.json");
        out.println("  Temporal UI     " + house.addresses().get("temporal-ui"));
        out.println("  mailbox (SMTP)  " + house.addresses().get("smtp") + "   what arrived: "
                + house.addresses().get("api") + "/mailbox");
        out.println("  business time   " + house.store().time().now()
                + (house.store().time().clock().rate() == 1
                        ? ""
                        : ", " + house.store().time().clock().rate() + " times as fast as real time"));
        out.println("  mode            "
                + house.store().tenants().get(house.tenant().id()).mode());
    }

    /** Reads {@code 2017-12-31,86400} or {@code 2017-12-31T09:00:00Z,60}. */
    static final class Clock implements ITypeConverter<House.ClockChoice> {
        @Override
        public House.ClockChoice convert(String text) {
            int comma = text.lastIndexOf(',');
            try {
                String start = comma < 0 ? text : text.substring(0, comma);
                double rate = comma < 0 ? 1 : Double.parseDouble(text.substring(comma + 1));
                Instant moment = start.length() == 10
                        ? LocalDate.parse(start).atStartOfDay(ZoneOffset.UTC).toInstant()
                        : Instant.parse(start);
                return new House.ClockChoice(moment, rate);
            } catch (DateTimeParseException | NumberFormatException e) {
                throw new TypeConversionException(
                        "expected a day or moment and a rate, such as 2017-12-31,86400 or 2017-12-31T09:00:00Z,1, but saw '"
                                + text + "'");
            }
        }
    }
}
