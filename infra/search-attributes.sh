#!/bin/sh
# Creates the namespace and the search attributes, as often as it is run. Needs the temporal command and TEMPORAL_ADDRESS.
set -eu
namespace=${TEMPORAL_NAMESPACE:-nextbest}
until temporal operator cluster health; do sleep 2; done
temporal operator namespace describe -n "$namespace" >/dev/null 2>&1 \
  || temporal operator namespace create -n "$namespace" --retention 30d
known=$(temporal operator search-attribute list -n "$namespace")
for name in NextbestStage NextbestRep NextbestSegment NextbestUrgency NextbestAmountBand; do
  case $known in
    *"$name"*) ;;
    *) temporal operator search-attribute create -n "$namespace" --name "$name" --type Keyword ;;
  esac
done
