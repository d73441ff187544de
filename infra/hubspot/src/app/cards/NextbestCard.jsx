// The card on a deal's page. It only reads; answers are given on the card's own page, which opens in a frame.
import React, { useCallback, useEffect, useState } from 'react';
import { Alert, Button, Flex, Heading, List, LoadingSpinner, Tag, Text, hubspot } from '@hubspot/ui-extensions';

// Where the organisation's nextbest answers: the address that `./nextbest connect hubspot` prints as 'app card'.
const CARD = 'https://nextbest.example.com/apps/hubspot/ORGANISATION/hubspot/card';

hubspot.extend(({ context, actions }) => <NextbestCard context={context} actions={actions} />);

const SAID = {
  NONE: 'Nothing is recommended for this deal now.',
  OTHERS: 'This deal is another rep\u2019s: only its own rep sees its card here.',
  UNKNOWN: 'nextbest does not know this deal yet, or does not know you by your mail address.',
};

function NextbestCard({ context, actions }) {
  const [card, setCard] = useState(null);
  const [trouble, setTrouble] = useState('');

  const load = useCallback(async () => {
    setTrouble('');
    try {
      // HubSpot adds who looks, and signs the whole address
      const answer = await hubspot.fetch(`${CARD}?deal=${encodeURIComponent(context.crm.objectId)}`, {
        method: 'GET',
        timeout: 10_000,
      });
      if (!answer.ok) {
        throw new Error(`nextbest answered with ${answer.status}`);
      }
      setCard(await answer.json());
    } catch (error) {
      setTrouble(error.message);
    }
  }, [context.crm.objectId]);

  useEffect(() => {
    load();
  }, [load]);

  if (trouble) {
    return (
      <Alert title="The card could not be read" variant="warning">
        <Text>{trouble}</Text>
        <Button onClick={load}>Try again</Button>
      </Alert>
    );
  }
  if (!card) {
    return <LoadingSpinner label="Reading the card" />;
  }
  if (card.state !== 'CARD') {
    return <Text>{SAID[card.state]}</Text>;
  }
  return (
    <Flex direction="column" gap="small">
      <Heading>{card.title}</Heading>
      <Flex direction="row" gap="small">
        <Tag>{`${card.score} of 100`}</Tag>
        <Tag variant={card.urgency === 'HIGH' ? 'warning' : 'default'}>{card.urgency.toLowerCase()}</Tag>
      </Flex>
      <List>
        {card.why.map((reason) => (
          <Text key={reason}>{reason}</Text>
        ))}
      </List>
      <Button
        variant="primary"
        onClick={() =>
          actions.openIframeModal({ uri: card.url, height: 900, width: 700, title: 'Next best action' }, load)
        }
      >
        Open and answer
      </Button>
    </Flex>
  );
}
