import { LightningElement, api } from "lwc";
import openCard from "@salesforce/apex/NextbestCard.open";

// An address works for half an hour; it is asked for anew a little earlier.
const LIFE = 28 * 60 * 1000;

export default class NextbestCard extends LightningElement {
  @api recordId;
  address;
  trouble;
  again;

  connectedCallback() {
    this.open();
  }

  disconnectedCallback() {
    clearTimeout(this.again);
  }

  async open() {
    clearTimeout(this.again);
    this.trouble = undefined;
    try {
      this.address = await openCard({ opportunityId: this.recordId });
      this.again = setTimeout(() => this.open(), LIFE);
    } catch (error) {
      this.address = undefined;
      this.trouble = error?.body?.message ?? "The card cannot be shown at the moment.";
    }
  }
}
