package nextbest.activities.mail;

import java.util.Locale;
import java.util.Map;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.Context;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.messageresolver.IMessageResolver;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

/** Sets a letter as HTML by the templates beside the texts. */
final class HtmlPart {
    private final TemplateEngine templates;

    HtmlPart() {
        ClassLoaderTemplateResolver files = new ClassLoaderTemplateResolver(HtmlPart.class.getClassLoader());
        files.setPrefix("nextbest/activities/mail/");
        files.setSuffix(".html");
        files.setTemplateMode(TemplateMode.HTML);
        files.setCharacterEncoding("UTF-8");
        templates = new TemplateEngine();
        templates.setTemplateResolver(files);
        templates.setMessageResolver(new Labels());
    }

    String of(Letter letter, Voice voice) {
        Context context = new Context(Locale.ENGLISH, Map.of("letter", letter, "voice", voice));
        return templates.process(letter.cards().size() > 1 ? "digest" : "card", context);
    }

    String of(ReportLetter letter, Voice voice) {
        return templates.process("report", new Context(Locale.ENGLISH, Map.of("letter", letter, "voice", voice)));
    }

    /** Labels in the templates come from the message file of the letters. */
    private static final class Labels implements IMessageResolver {
        @Override
        public String getName() {
            return "letters";
        }

        @Override
        public Integer getOrder() {
            return 1;
        }

        @Override
        public String resolveMessage(ITemplateContext context, Class<?> origin, String key, Object[] parameters) {
            return ((Voice) context.getVariable("voice")).own(key);
        }

        @Override
        public String createAbsentMessageRepresentation(
                ITemplateContext context, Class<?> origin, String key, Object[] parameters) {
            return key;
        }
    }
}
