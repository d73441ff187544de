package nextbest.vendors.salesforce;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import nextbest.vendors.port.Item;
import nextbest.vendors.port.Kind;
import nextbest.vendors.webhook.Hint;
import nextbest.vendors.webhook.Hints;
import nextbest.vendors.webhook.Incoming;
import nextbest.vendors.webhook.Verdict;
import nextbest.vendors.webhook.Webhooks;

/**
 * Salesforce's outbound messages: SOAP, unsigned. What stands in for a signature is the secret address, the id of the
 * organisation in the message, and that a message is only a hint: whoever forges one makes us read a record that we read anyway.
 */
final class OutboundMessages implements Webhooks {
    private static final String SPACE = "http://soap.sforce.com/2005/09/outbound";

    private static final String ACKNOWLEDGED = """
            <soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body>\
            <notificationsResponse xmlns="%s"><Ack>true</Ack></notificationsResponse>\
            </soapenv:Body></soapenv:Envelope>""".formatted(SPACE);

    private static final XMLInputFactory XML = factory();

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }

    @Override
    public Verdict check(Incoming call, List<String> secrets) {
        if (secrets.isEmpty()) {
            return new Verdict.Forged("no webhook-secret is configured: it is the id of the organisation (00D…)");
        }
        Optional<String> organisation = organisation(call.body());
        boolean ours = false;
        for (String secret : secrets) {
            ours |= MessageDigest.isEqual(
                    first15(secret).getBytes(StandardCharsets.UTF_8),
                    first15(organisation.orElse("")).getBytes(StandardCharsets.UTF_8));
        }
        return ours ? new Verdict.Genuine() : new Verdict.Forged("it does not name our organisation");
    }

    /** Ids have 15 characters, or 18 with a check of the case of the first 15. */
    private static String first15(String id) {
        return id.length() == 18 ? id.substring(0, 15) : id;
    }

    private static Optional<String> organisation(byte[] body) {
        try {
            XMLStreamReader xml = XML.createXMLStreamReader(new ByteArrayInputStream(body));
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamConstants.START_ELEMENT
                        && xml.getLocalName().equals("OrganizationId")) {
                    return Optional.of(xml.getElementText().strip());
                }
            }
            return Optional.empty();
        } catch (XMLStreamException | RuntimeException e) {
            return Optional.empty();
        }
    }

    @Override
    public Reply acknowledgement() {
        return new Reply(200, "text/xml;charset=UTF-8", ACKNOWLEDGED);
    }

    @Override
    public Hints read(byte[] body) {
        // change events wait beside messages; one does not look like the other
        Optional<Hints> heard = ChangeEvents.read(body);
        if (heard.isPresent()) {
            return heard.get();
        }
        List<Hint> hints = new ArrayList<>();
        List<Item.Oddity> odd = new ArrayList<>();
        try {
            XMLStreamReader xml = XML.createXMLStreamReader(new ByteArrayInputStream(body));
            String object = "";
            while (xml.hasNext()) {
                if (xml.next() != XMLStreamConstants.START_ELEMENT) {
                    continue;
                }
                if (xml.getLocalName().equals("sObject")) {
                    object = type(xml);
                } else if (!object.isEmpty() && xml.getLocalName().equals("Id")) {
                    hint(object, xml.getElementText().strip(), hints, odd);
                    object = "";
                }
            }
        } catch (XMLStreamException | RuntimeException e) {
            odd.add(new Item.Oddity("body", body.length + " bytes that are no XML", "a SOAP message of notifications"));
        }
        return new Hints(hints.stream().distinct().toList(), odd);
    }

    /** {@code xsi:type="sf:Opportunity"}. */
    private static String type(XMLStreamReader xml) {
        String type = xml.getAttributeValue("http://www.w3.org/2001/XMLSchema-instance", "type");
        return type == null ? "" : type.substring(type.indexOf(':') + 1);
    }

    private static void hint(String object, String id, List<Hint> hints, List<Item.Oddity> odd) {
        List<Kind> kinds = ChangeEvents.kinds(object);
        if (kinds.isEmpty() || id.isEmpty()) {
            odd.add(new Item.Oddity("sObject", object, ChangeEvents.OBJECTS));
            return;
        }
        kinds.forEach(kind -> hints.add(new Hint(kind, id)));
    }
}
