package nextbest.deal;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.SortedSet;
import nextbest.fact.Fact;
import nextbest.identity.DeskId;
import nextbest.identity.RepId;

/**
 * The rep who owns the deal.
 *
 * @param skills in the catalogue's words, for example {@code negotiation}
 * @param zone where the rep's day begins and ends
 * @param capacityMinutes working minutes left today
 * @param managerName the manager's name, as it appears in a title
 * @param since since when this person sells for us; tenure counts from here
 */
public record RepProfile(
        Fact<RepId> rep,
        Fact<String> name,
        Fact<SortedSet<String>> skills,
        Fact<ZoneId> zone,
        Fact<WorkingHours> hours,
        Fact<List<Absence>> absences,
        Fact<Integer> capacityMinutes,
        Fact<RepId> manager,
        Fact<String> managerName,
        Fact<DeskId> desk,
        Fact<LocalDate> since) {}
