package nextbest.api.page.overview;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import nextbest.api.page.PageAmounts;
import nextbest.api.problem.Refusal;
import nextbest.api.security.Act;
import nextbest.api.security.Caller;
import nextbest.api.security.Requires;
import nextbest.event.Violation;
import nextbest.money.Money;
import nextbest.store.Store;
import nextbest.store.report.Costs;
import nextbest.store.security.AuditTrail;
import nextbest.store.tenant.Tenants;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What the platform costs: what it counts itself, and the fees that people enter. */
@Controller
final class CostController {
    private static final int MOST_LABEL = 80;
    private static final BigDecimal MOST_AMOUNT = new BigDecimal(100_000_000);
    private static final double MICROS = 1e6;
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMM yyyy", Locale.ENGLISH);

    private final Store store;
    private final Costs costs;
    private final AuditTrail audit;

    CostController(Store store, AuditTrail audit) {
        this.store = store;
        this.costs = new Costs(store.database(), store.ids());
        this.audit = audit;
    }

    /** A fee in words. */
    record Fee(UUID id, String month, String label, String amount, String actor) {}

    /** Puts what the platform cost into the overview. */
    void show(Caller caller, Model model, ZoneId zone, Instant since, Instant now) {
        LocalDate from = since.atZone(zone).toLocalDate();
        LocalDate until = now.atZone(zone).toLocalDate().plusDays(1);
        List<Costs.Entry> fees = costs.entries(caller.tenant(), from, until);
        SortedMap<String, Long> sums = new TreeMap<>();
        fees.forEach(fee -> sums.merge(fee.amount().currency(), fee.amount().minor(), Long::sum));
        Costs.Drafting drafting = costs.drafting(caller.tenant(), from, until);
        model.addAttribute(
                "fees",
                fees.stream()
                        .map(fee -> new Fee(
                                fee.id(),
                                MONTH.format(fee.month()),
                                fee.label(),
                                PageAmounts.say(fee.amount()),
                                fee.actor()))
                        .toList());
        model.addAttribute(
                "feeSums",
                sums.entrySet().stream()
                        .map(e -> PageAmounts.say(new Money(e.getValue(), e.getKey())))
                        .toList());
        model.addAttribute("drafting", drafting);
        model.addAttribute("draftingPaid", String.format(Locale.ROOT, "%,.2f", drafting.micros() / MICROS));
        model.addAttribute("formId", costs.newId());
        model.addAttribute("thisMonth", YearMonth.from(until).toString());
    }

    @PostMapping("/overview/costs")
    @Requires(Act.ENTER_COSTS)
    String enter(
            @RequestParam UUID id,
            @RequestParam String month,
            @RequestParam String label,
            @RequestParam BigDecimal amount,
            Caller caller) {
        String kept = label.strip();
        Tenants.Tenant tenant = store.tenants().get(caller.tenant());
        List<Violation> violations = new ArrayList<>();
        if (kept.isEmpty() || kept.length() > MOST_LABEL) {
            violations.add(new Violation("label", kept.length() + " characters", "1 to " + MOST_LABEL + " characters"));
        }
        if (amount.signum() <= 0 || amount.compareTo(MOST_AMOUNT) > 0) {
            violations.add(new Violation("amount", amount.toPlainString(), "above 0, at most " + MOST_AMOUNT));
        }
        int decimals = Currency.getInstance(tenant.currency()).getDefaultFractionDigits();
        if (amount.stripTrailingZeros().scale() > decimals) {
            violations.add(new Violation("amount", amount.toPlainString(), "at most " + decimals + " decimals"));
        }
        LocalDate first = month(month, violations);
        if (!violations.isEmpty()) {
            throw Refusal.invalid(violations);
        }
        Money fee = Money.of(amount, tenant.currency());
        costs.enter(
                caller.tenant(),
                id,
                first,
                kept,
                fee,
                caller.name(),
                store.time().now());
        audit.note(
                caller.tenant(),
                caller.name(),
                "cost-entered",
                "cost " + id,
                Map.of("month", first.toString(), "label", kept, "amount", PageAmounts.say(fee)));
        return "redirect:/overview#costs";
    }

    private static LocalDate month(String month, List<Violation> violations) {
        try {
            return YearMonth.parse(month).atDay(1);
        } catch (DateTimeException e) {
            violations.add(new Violation("month", month, "a month such as 2026-03"));
            return LocalDate.MIN;
        }
    }

    @PostMapping("/overview/costs/{cost}/remove")
    @Requires(Act.ENTER_COSTS)
    String remove(@PathVariable UUID cost, Caller caller) {
        if (!costs.remove(caller.tenant(), cost, store.time().now())) {
            throw Refusal.notFound("cost", cost.toString());
        }
        audit.note(caller.tenant(), caller.name(), "cost-removed", "cost " + cost, Map.of());
        return "redirect:/overview#costs";
    }
}
