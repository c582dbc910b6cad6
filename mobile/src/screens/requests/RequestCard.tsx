import { StyleSheet, View } from 'react-native';

import { formatCountdown } from '../../geo/format';
import type { MeetRequest, RequestStatus } from '../../net/types';
import { Card } from '../../ui/Page';
import { PersonRow } from '../../ui/PersonRow';
import { Press } from '../../ui/Press';
import { Words } from '../../ui/Words';
import { space } from '../../ui/theme';

const over: Record<Exclude<RequestStatus, 'PENDING'>, string> = {
  ACCEPTED: 'Accepted',
  REJECTED: 'Declined',
  CANCELLED: 'Taken back',
  EXPIRED: 'Expired. Ask again if you still want to meet.',
};

type Props = {
  request: MeetRequest;
  incoming: boolean;
  highlighted: boolean;
  now: number;
  busy: boolean;
  onAccept: () => void;
  onReject: () => void;
  onCancel: () => void;
  onOpen: (sessionId: string) => void;
};

/** One request: who, for how long still, and what can be done about it. */
export function RequestCard(props: Props) {
  const { request, incoming, highlighted, now, busy, onAccept, onReject, onCancel, onOpen } = props;
  const leftMs = Date.parse(request.expires_at) - now;
  const status = request.status === 'PENDING' && leftMs <= 0 ? 'EXPIRED' : request.status;
  const { display_name: name } = incoming ? request.from : request.to;
  const { session_id: sessionId } = request;
  return (
    <Card testID={highlighted ? 'linked-request' : 'request'} outlined={highlighted}>
      <PersonRow name={name} detail={status === 'PENDING' ? `${formatCountdown(leftMs)} left` : over[status]} />
      {request.message !== null && <Words>{`“${request.message}”`}</Words>}
      {status === 'PENDING' && incoming && (
        <View style={styles.row}>
          <Press look="plain" label="Decline" onPress={onReject} disabled={busy} testID="reject" />
          <View style={styles.grow}>
            <Press label="Accept and share" icon="check" onPress={onAccept} busy={busy} testID="accept" />
          </View>
        </View>
      )}
      {status === 'PENDING' && !incoming && (
        <Press look="plain" label="Take back" onPress={onCancel} disabled={busy} testID="cancel" />
      )}
      {status === 'ACCEPTED' && sessionId !== undefined && (
        <Press label="Open the meeting" onPress={() => onOpen(sessionId)} />
      )}
    </Card>
  );
}

const styles = StyleSheet.create({ row: { flexDirection: 'row', gap: space.s }, grow: { flex: 1 } });
